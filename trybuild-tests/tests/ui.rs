//! What must compile, what must not, and with which message.
//!
//! A fixture that must not compile says where it is wrong: a line of `//  ^^^^` stands below what is wrong. Its error
//! must be one, unless its name begins with `several_`, and must be shown there: from the first caret on, and not
//! beyond the last.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A place in a fixture: line and column, counted from 1, and how many characters are underlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: usize,
    column: usize,
    width: usize,
}

#[test]
fn each_fixture_compiles_or_fails_as_its_folder_says() {
    let fixtures = trybuild::TestCases::new();
    fixtures.pass("pass/*.rs");
    fixtures.compile_fail("ui/*/*.rs");
}

#[test]
fn each_mistake_is_shown_once_and_at_its_token() {
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        if let Err(what) = check(&fixture) {
            wrong.push(format!("{}: {what}", fixture.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn fixtures() -> Vec<PathBuf> {
    let folders = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ui"));
    let fixtures = folders.iter().flat_map(|folder| files(folder));
    fixtures.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn check(fixture: &Path) -> Result<(), String> {
    let source = fs::read_to_string(fixture).map_err(|error| error.to_string())?;
    let stderr = fs::read_to_string(fixture.with_extension("stderr")).map_err(|error| error.to_string())?;
    let marked = marked(&source);
    if marked.is_empty() {
        return Err("no token is marked as the wrong one".into());
    }
    let errors = errors(&stderr).iter().map(|error| underlined(error)).collect::<Result<Vec<_>, _>>()?;
    let several = fixture.file_name().is_some_and(|name| name.to_string_lossy().starts_with("several_"));
    if !several && errors.len() != 1 {
        return Err(format!("{} errors for one mistake", errors.len()));
    }
    let shown: BTreeSet<_> = errors.iter().copied().collect();
    if shown.len() != errors.len() {
        return Err("one place is shown twice".into());
    }
    let inside = |(shown, marked): (&Place, &Place)| {
        (shown.line, shown.column) == (marked.line, marked.column) && shown.width <= marked.width
    };
    if shown.len() != marked.len() || !shown.iter().zip(&marked).all(inside) {
        return Err(format!("marked is {marked:?}, shown is {shown:?}"));
    }
    let whole_call =
        |place: &Place| source.lines().nth(place.line - 1).unwrap()[place.column - 1..].starts_with("run_group!");
    if shown.iter().any(whole_call) && !may_show_the_call(fixture) {
        return Err("the whole call is shown".into());
    }
    Ok(())
}

/// An empty list has no token to show, and a group that is not awaited is wrong as a whole.
fn may_show_the_call(fixture: &Path) -> bool {
    fixture.ends_with("list/empty.rs") || fixture.ends_with("lints/group_not_awaited.rs")
}

/// What the fixture marks: a line of nothing but `//` and carets marks what stands above it.
fn marked(source: &str) -> BTreeSet<Place> {
    let lines = source.lines().enumerate();
    lines
        .filter_map(|(number, line)| {
            let carets = line.trim_start().strip_prefix("//")?.trim();
            let only_carets = !carets.is_empty() && carets.chars().all(|char| char == '^');
            only_carets.then(|| Place { line: number, column: line.find('^').unwrap() + 1, width: carets.len() })
        })
        .collect()
}

/// The compiler's errors, each with its notes.
fn errors(stderr: &str) -> Vec<String> {
    let mut errors: Vec<String> = Vec::new();
    let mut inside = false;
    for line in stderr.lines() {
        if line.starts_with("error") || line.starts_with("warning") {
            inside = line.starts_with("error");
            if inside {
                errors.push(String::new());
            }
        }
        if inside {
            let error = errors.last_mut().unwrap();
            error.push_str(line);
            error.push('\n');
        }
    }
    errors
}

/// Where an error is shown first.
fn underlined(error: &str) -> Result<Place, String> {
    let title = error.lines().next().unwrap_or_default();
    let mut lines = error.lines();
    let arrow = lines.find_map(|line| line.trim_start().strip_prefix("--> ")).ok_or("shown nowhere")?;
    let mut place = arrow.rsplitn(3, ':').map(str::parse::<usize>);
    let (Some(Ok(column)), Some(Ok(line))) = (place.next(), place.next()) else {
        return Err(format!("{title}: shown at {arrow}"));
    };
    let source = format!("{line} |");
    let underline = lines.skip_while(|shown| !shown.trim_start().starts_with(&source)).nth(1);
    // An underscore before the first caret: what is underlined goes on over the lines below.
    let leads_on = |underline: &&str| underline.split('^').next().is_some_and(|before| before.contains('_'));
    let underline = underline.filter(|underline| !leads_on(underline));
    let width = underline.map_or(0, |underline| underline.chars().filter(|&char| char == '^').count());
    if width == 0 {
        return Err(format!("{title}: shown from {line}:{column} on, over several lines"));
    }
    Ok(Place { line, column, width })
}
