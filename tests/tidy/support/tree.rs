//! The files that the checks read: those of the repository, or made-up ones.

use std::{collections::BTreeMap, fs, path::Path};

/// Files by their paths from the root, with `/` between folders.
pub struct Tree(BTreeMap<String, String>);

impl Tree {
    pub fn repository() -> Self {
        let mut files = BTreeMap::new();
        walk(Path::new(env!("CARGO_MANIFEST_DIR")), "", &mut files);
        Self(files)
    }

    pub fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect())
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Whether there is such a file or folder.
    pub fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        path.is_empty() || self.0.contains_key(path) || self.0.keys().any(|file| is_in(file, path))
    }

    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The project's Rust files, without the fixtures that the macro is tried on, some of which do not parse.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(path, _)| has_extension(path, "rs") && !is_fixture(path))
    }

    pub fn markdown(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(path, _)| has_extension(path, "md"))
    }

    pub fn scripts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(_, text)| text.starts_with("#!/"))
    }
}

pub fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

pub fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// `path` as written in the file `from`, from the root. `None` where it leads out of the repository.
pub fn relative(from: &str, path: &str) -> Option<String> {
    let mut folders = from.split('/').collect::<Vec<_>>();
    folders.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(folders.pop()?),
            part => folders.push(part),
        }
    }
    Some(folders.join("/"))
}

fn is_fixture(path: &str) -> bool {
    is_in(path, "trybuild-tests/ui") || is_in(path, "trybuild-tests/pass")
}

/// Leaves out what is built and what is hidden, except for `.ci`.
fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the repository can be read") {
        let path = entry.expect("the repository can be read").path();
        let name = path.file_name().expect("an entry has a name").to_str().expect("names are UTF-8");
        if name == "target" || (name.starts_with('.') && name != ".ci") {
            continue;
        }
        let key = format!("{prefix}{name}");
        if path.is_dir() {
            walk(&path, &format!("{key}/"), files);
        } else {
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{key} cannot be read: {error}"));
            files.insert(key, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
}

#[test]
fn a_path_is_read_from_the_folder_of_its_file() {
    assert_eq!(relative("docs/errors.md", "../src/lib.rs").as_deref(), Some("src/lib.rs"));
    assert_eq!(relative("README.md", "./docs").as_deref(), Some("docs"));
    assert_eq!(relative("README.md", "../elsewhere"), None);
}

#[test]
fn a_folder_is_there_when_a_file_in_it_is() {
    let tree = Tree::of(&[("docs/errors.md", "")]);

    assert!(tree.has("docs") && tree.has("docs/") && tree.has("docs/errors.md"));
    assert!(!tree.has("doc") && !tree.has("docs/error"));
}
