//! What the checks need to know of Markdown: fenced blocks, the prose between them, links.

/// A fenced block of code.
pub struct Block<'a> {
    /// Where its fence is.
    pub line: usize,
    /// What the fence says of the code.
    pub info: &'a str,
    pub code: Vec<&'a str>,
}

impl Block<'_> {
    /// Whether it says that it is Rust, as rustdoc reads it.
    pub fn is_rust(&self) -> bool {
        const WORDS: [&str; 6] = ["rust", "ignore", "no_run", "should_panic", "compile_fail", "test_harness"];
        self.words().any(|word| WORDS.contains(&word) || word.starts_with("edition"))
    }

    pub fn is_ignored(&self) -> bool {
        self.words().any(|word| word.starts_with("ignore"))
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.info.split([',', ' ', '\t']).filter(|word| !word.is_empty())
    }
}

pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, Block<'_>)> = None;
    for (line, content) in numbered(text) {
        let trimmed = content.trim_start();
        if let Some((fence, mut block)) = open.take() {
            if trimmed.starts_with(fence) && trimmed.trim_end().chars().all(|char| fence.starts_with(char)) {
                blocks.push(block);
            } else {
                block.code.push(content);
                open = Some((fence, block));
            }
        } else if let Some(fence) = fence(trimmed) {
            open = Some((fence, Block { line, info: trimmed[fence.len()..].trim(), code: Vec::new() }));
        }
    }
    blocks.extend(open.map(|(_, block)| block));
    blocks
}

/// The lines that are in no fenced block, with their numbers.
pub fn prose(text: &str) -> Vec<(usize, &str)> {
    let blocks = blocks(text);
    let is_code = |line| blocks.iter().any(|block| (block.line..block.line + block.code.len() + 2).contains(&line));
    numbered(text).filter(|&(line, _)| !is_code(line)).collect()
}

/// Where the prose's links lead, with their lines.
pub fn links(text: &str) -> Vec<(usize, String)> {
    let of = |(line, content): (usize, &str)| links_of(content).into_iter().map(move |link| (line, link));
    prose(text).into_iter().flat_map(of).collect()
}

fn links_of(line: &str) -> Vec<String> {
    let line = without_code(line);
    let mut links = Vec::new();
    for (start, end) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
        links.extend(line.split(start).skip(1).map(|rest| rest.split(end).next().unwrap_or(rest).to_owned()));
    }
    if line.starts_with('[') {
        links.extend(line.split_once("]: ").map(|(_, target)| target.to_owned()));
    }
    // What follows a space is the link's title.
    let without_title = |link: String| link.split_whitespace().next().unwrap_or_default().to_owned();
    links.into_iter().map(without_title).collect()
}

fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect()
}

fn fence(line: &str) -> Option<&str> {
    let length = line.chars().take_while(|&char| line.starts_with(char)).count();
    (length >= 3 && line.starts_with(['`', '~'])).then(|| &line[..length])
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines())
}

#[test]
fn a_block_ends_at_its_own_fence() {
    let text = "a\n````text\n```rust\n```\n````\nb\n~~~ compile_fail,E0382\nc\n~~~\n```\nd\n";
    let blocks = blocks(text);

    let shown = blocks.iter().map(|block| (block.line, block.info, block.code.len(), block.is_rust()));
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [(2, "text", 2, false), (7, "compile_fail,E0382", 1, true), (10, "", 1, false)]
    );
    assert_eq!(prose(text), [(1, "a"), (6, "b")]);
}

#[test]
fn a_link_is_found_wherever_it_is() {
    let text =
        "[`a`](b.md) and ![c](d.svg \"title\"), `[no](link)`\n[e]: f.md\n<img src=\"g.svg\">\n```sh\n[h](i)\n```\n";

    let links = links(text);
    let expected = [(1, "b.md"), (1, "d.svg"), (2, "f.md"), (3, "g.svg")];
    assert_eq!(links, expected.map(|(line, link)| (line, link.to_owned())));
}
