//! A program of many functions, each with one group, and what the compiler says of it.

use std::{collections::BTreeMap, iter, ops::Range};

use serde_json::Value;

use crate::{form::Form, mistake::Mistake};

/// Stands in place of a mistake's name for errors that are shown in no function.
const NOWHERE: &str = "an error outside of all functions";

/// What the entries use.
const DECLARATIONS: &str = "\
#![allow(warnings)]
use run_group::{CancellationToken, Stop, run_group, signal, thread};
use std::{num::ParseIntError, rc::Rc, time::Duration};

#[derive(Debug)]
struct Local(Rc<()>);

impl std::fmt::Display for Local {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { Ok(()) }
}

impl From<std::io::Error> for Local {
    fn from(_: std::io::Error) -> Self { Local(Rc::new(())) }
}

fn main() {}
fn ready() -> bool { true }
fn maybe() -> Option<u8> { None }
pub fn text() -> Option<String> { None }
fn is_open(_: &str) -> bool { true }
fn log() {}
fn move_away<T: Send + 'static>(_: T) {}
type Token = CancellationToken;
async fn fine() {}
async fn maybe_later() -> Option<u8> { None }
async fn count() -> u32 { 3 }
async fn code() -> Result<(), u32> { Ok(()) }
async fn serve(_: &str) {}
async fn hold(_: &str, _: Stop) {}
async fn wait(_: &Stop) {}
async fn take(_: String) {}
async fn change(_: &mut u32) {}
";

/// An actor of a list.
#[derive(Clone, Copy)]
pub enum Actor {
    Fine(&'static str),
    Wrong(&'static Mistake),
    /// Wrong, too, but the compiler stops at what it finds before.
    Overlooked(&'static Mistake),
}

/// A program of many functions, each with one group.
pub struct Program {
    pub name: &'static str,
    pub source: String,
    functions: Vec<Function>,
}

struct Function {
    mistake: &'static str,
    /// In which list, and what becomes of the group.
    variant: String,
    /// Its place in the source, in bytes, as are the places of its errors.
    range: Range<usize>,
    errors: Vec<Expected>,
}

struct Expected {
    place: Range<usize>,
    says: &'static [&'static str],
    note: Option<(Range<usize>, &'static str)>,
}

impl Program {
    pub fn new(name: &'static str) -> Self {
        Program::after(name, DECLARATIONS)
    }

    /// A program with other declarations.
    pub fn after(name: &'static str, declarations: &str) -> Self {
        Program { name, source: declarations.into(), functions: Vec::new() }
    }

    pub fn add(&mut self, mistake: &Mistake, form: Form, place: &str, list: &[Actor], used: &str) {
        let mistakes = || {
            list.iter().filter_map(|actor| match actor {
                Actor::Fine(_) => None,
                Actor::Wrong(mistake) | Actor::Overlooked(mistake) => Some(*mistake),
            })
        };
        let start = self.source.len();
        self.write(&format!("\nasync fn function_{}(token: Token) {{\n", self.functions.len()));
        for mistake in mistakes() {
            self.write(mistake.declares);
        }
        let (before, after) = used.split_once("GROUP").expect("the group is used");
        self.write(before);
        self.write("run_group! {\n");
        if let Some(error) = mistakes().find_map(|mistake| mistake.error_type) {
            self.write(&format!("type Error = {error};\n"));
        }
        for actor in mistakes().filter_map(|mistake| mistake.first) {
            self.write(&format!("{actor},\n"));
        }
        let (mut marked, mut unmarked) = (Vec::new(), Vec::new());
        for actor in list {
            match actor {
                Actor::Fine(actor) => drop(self.write(actor)),
                Actor::Overlooked(mistake) => drop(self.write(mistake.actor)),
                Actor::Wrong(mistake) => {
                    if let Some(place) = self.write(&form.of(mistake.actor)) {
                        marked.push((mistake, place));
                    } else {
                        unmarked.push(mistake);
                    }
                }
            }
            self.write(",\n");
        }
        self.write("}");
        let shown_at_the_use = self.write(after);
        // What is wrong in the use alone is marked there.
        marked.extend(
            unmarked.into_iter().map(|mistake| (mistake, shown_at_the_use.clone().expect("the wrong token is marked"))),
        );
        self.write("\n}\n");
        let errors = marked.into_iter().map(|(mistake, marked)| {
            let (place, note) = match mistake.points_out {
                None => (marked, None),
                Some(note) => (shown_at_the_use.clone().expect("the use is marked"), Some((marked, note))),
            };
            Expected { place, says: mistake.says, note }
        });
        self.functions.push(Function {
            mistake: mistake.name,
            variant: format!("{place}, {form:?}: {used}"),
            range: start..self.source.len(),
            errors: errors.collect(),
        });
    }

    /// Writes it without the marks, and returns where what they mark is.
    fn write(&mut self, text: &str) -> Option<Range<usize>> {
        let Some((before, marked)) = text.split_once('«') else {
            self.source.push_str(text);
            return None;
        };
        let (marked, after) = marked.split_once('»').expect("a mark is closed");
        self.source.push_str(before);
        let start = self.source.len();
        self.source.push_str(marked);
        let end = self.source.len();
        self.source.push_str(after);
        Some(start..end)
    }

    /// For each mistake, the functions in which it is not shown as expected; and all errors that are in no function.
    pub fn compare(&self, errors: &[Error]) -> BTreeMap<&'static str, Vec<String>> {
        let mut own: Vec<Vec<&Value>> = vec![Vec::new(); self.functions.len()];
        let mut wrong: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for Error { message, .. } in errors.iter().filter(|error| error.program == self.name) {
            match self.function(message) {
                Some(index) => own[index].push(message),
                None => wrong.entry(NOWHERE).or_default().push(self.describe(message)),
            }
        }
        for (function, own) in self.functions.iter().zip(own) {
            let once = |expected| own.iter().filter(|error| self.fits(error, expected)).count() == 1;
            if own.len() != function.errors.len() || !function.errors.iter().all(once) {
                let expected = function.errors.iter().map(|expected| self.describe_expected(expected));
                let found = own.iter().map(|error| self.describe(error));
                let lines = expected.chain(found).collect::<String>();
                wrong.entry(function.mistake).or_default().push(format!("{}{lines}", function.variant));
            }
        }
        wrong
    }

    /// The function that an error belongs to: where it is shown, or, if that is in no function, where a part of it is.
    fn function(&self, error: &Value) -> Option<usize> {
        let children = error["children"].as_array().into_iter().flatten();
        let parts = iter::once(error).chain(children);
        let mut spans: Vec<_> = parts.flat_map(|part| part["spans"].as_array().into_iter().flatten()).collect();
        spans.sort_by_key(|span| span["is_primary"] != true);
        // What is shown in a macro is also shown where that is called.
        spans
            .into_iter()
            .flat_map(|span| iter::successors(Some(span), |span| span.pointer("/expansion/span")))
            .filter_map(|span| self.range(span))
            .find_map(|shown| self.functions.iter().position(|function| function.range.contains(&shown.start)))
    }

    fn fits(&self, error: &Value, expected: &Expected) -> bool {
        let says = |word: &&str| text(&error["message"]).contains(word);
        let notes = || error["children"].as_array().into_iter().flatten();
        self.is_at(error, &expected.place)
            && expected.says.iter().all(says)
            && expected.note.as_ref().is_none_or(|(place, message)| {
                notes().any(|note| self.is_at(note, place) && text(&note["message"]).contains(message))
            })
    }

    /// Whether this is shown at a place: from its beginning, and not beyond its end.
    fn is_at(&self, diagnostic: &Value, place: &Range<usize>) -> bool {
        self.place(diagnostic).is_some_and(|shown| shown.start == place.start && shown.end <= place.end)
    }

    /// Where an error or a note is shown, if it is in this program and in one place.
    fn place(&self, diagnostic: &Value) -> Option<Range<usize>> {
        let spans = diagnostic["spans"].as_array().into_iter().flatten();
        let mut primary = spans.filter(|span| span["is_primary"] == true);
        match (primary.next(), primary.next()) {
            (Some(span), None) => self.range(span),
            _ => None,
        }
    }

    fn range(&self, span: &Value) -> Option<Range<usize>> {
        let byte = |name: &str| span[name].as_u64().and_then(|byte| usize::try_from(byte).ok());
        (text(&span["file_name"]) == self.file()).then_some(byte("byte_start")?..byte("byte_end")?)
    }

    pub fn file(&self) -> String {
        format!("{}.rs", self.name)
    }

    fn describe_expected(&self, expected: &Expected) -> String {
        let note = expected
            .note
            .as_ref()
            .map(|(place, message)| format!(" and {message:?} at `{}`", &self.source[place.clone()]));
        let place = &self.source[expected.place.clone()];
        format!("\n    expected {:?} at `{place}`{}", expected.says, note.unwrap_or_default())
    }

    fn describe(&self, error: &Value) -> String {
        let place = self.place(error).map_or("a place outside", |place| &self.source[place]);
        format!("\n    found    {:?} at `{place}`", text(&error["message"]))
    }
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What the compiler says, and of which program.
pub struct Error {
    pub program: String,
    pub message: Value,
}
