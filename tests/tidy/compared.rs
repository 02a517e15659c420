//! What the guide says of the same program written twice: that the one with a group has less than half of the lines.

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    markdown::{Block, blocks},
    tree::Tree,
};

/// Each begins with the program by hand, and then has the one with a group.
const PAGES: [&str; 2] = ["docs/from_select.md", "docs/from_tasks.md"];

#[test]
fn a_group_has_less_than_half_of_the_lines() {
    assert_none(&breaches(&Tree::repository()));
}

fn breaches(tree: &Tree) -> Vec<Breach> {
    PAGES.into_iter().filter_map(|path| page(path, tree.text(path).unwrap_or_default())).collect()
}

fn page(path: &str, text: &str) -> Option<Breach> {
    let blocks = blocks(text);
    let mut programs = blocks.iter().filter(|block| block.is_rust());
    let (Some(by_hand), Some(group)) = (programs.next(), programs.next()) else {
        return Some(Breach::new(path, 1, "does not have the same program twice"));
    };
    let (most, length) = (lines(by_hand), lines(group));
    let what = format!("has {length} lines, and the program by hand {most}; say what is true, or make it shorter");
    (2 * length >= most).then(|| Breach::new(path, group.line, what))
}

/// The lines that a reader sees, without blank ones.
fn lines(block: &Block<'_>) -> usize {
    block.code.iter().filter(|line| !line.trim().is_empty() && !line.starts_with("# ")).count()
}

#[test]
fn a_group_of_half_the_lines_is_a_breach() {
    let page = "```rust\n# hidden\none\ntwo\n\n```\n```rust\none\n```\n";
    let tree = Tree::of(&[(PAGES[0], page), (PAGES[1], "```text\n```\n")]);

    let expected = [
        "docs/from_select.md:7: has 1 lines, and the program by hand 2",
        "docs/from_tasks.md:1: does not have the same program twice",
    ];
    assert_says(&breaches(&tree), &expected);
}
