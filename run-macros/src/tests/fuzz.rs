//! Lists at random. The macro does not panic, and gives one expression, the same one each time.
//!
//! An input is made from a seed, in one of three ways: tokens at random, a list by the grammar, and such a list with
//! a few tokens changed. A list by the grammar must be accepted, and each of its actors expanded.
//!
//! `RUN_GROUP_FUZZ=1000000 cargo test --release -p run-macros fuzz -- --nocapture` tries so many inputs and prints
//! figures. A failure names its seed: `RUN_GROUP_SEED=17` in place of the count tries that one alone, and prints it.

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use syn::Expr;

use super::Expansion;

/// As many as take a few seconds where nothing is optimized.
const FEW: u64 = 900;

#[test]
fn whatever_the_input_the_output_is_one_expression() {
    let words = Words::new();
    if let Some(seed) = number("RUN_GROUP_SEED") {
        let input = Input::new(seed, &words);
        println!("{}", input.tokens);
        let (expansion, took) = input.check();
        println!("\n{}\n{took:?}", expansion.tokens);
        return;
    }
    let mut figures = <[Figures; 3]>::default();
    for seed in 0..number("RUN_GROUP_FUZZ").unwrap_or(FEW) {
        let input = Input::new(seed, &words);
        let Ok((expansion, took)) = catch_unwind(AssertUnwindSafe(|| input.check())) else {
            panic!("RUN_GROUP_SEED={seed} tries this again:\n{}", input.tokens);
        };
        figures[input.way as usize].add(seed, took, &expansion);
    }
    for (way, figures) in ["random tokens", "by the grammar", "changed"].iter().zip(figures) {
        let Figures { inputs, accepted, time, slowest, slowest_seed } = figures;
        println!("{way}: {accepted} of {inputs} accepted in {time:?}, the slowest in {slowest:?}, seed {slowest_seed}");
    }
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|value| value.parse().expect("a number"))
}

#[derive(Default)]
struct Figures {
    inputs: u64,
    accepted: u64,
    /// In the macro.
    time: Duration,
    slowest: Duration,
    slowest_seed: u64,
}

impl Figures {
    fn add(&mut self, seed: u64, took: Duration, expansion: &Expansion) {
        self.inputs += 1;
        self.accepted += u64::from(expansion.errors.is_empty());
        self.time += took;
        if took > self.slowest {
            (self.slowest, self.slowest_seed) = (took, seed);
        }
    }
}

/// How an input is made.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Random,
    Grammar,
    Changed,
}

struct Input {
    way: Way,
    tokens: TokenStream,
    list: List,
}

impl Input {
    fn new(seed: u64, words: &Words) -> Input {
        let way = [Way::Random, Way::Grammar, Way::Changed][(seed % 3) as usize];
        let mut make = Make { random: Random(seed), words };
        let (list, tokens) = match way {
            Way::Random => (List::default(), make.random_tokens(0)),
            Way::Grammar => make.list(0),
            Way::Changed => {
                let (list, tokens) = make.list(0);
                (list, make.changed(tokens))
            }
        };
        Input { way, tokens, list }
    }

    /// Checks what holds for every input, and for those that are right. Returns how long the macro took, too.
    fn check(&self) -> (Expansion, Duration) {
        let runtime = TokenTree::from(Ident::new("krate", Span::call_site()));
        let mut input = TokenStream::from(TokenTree::from(Group::new(Delimiter::Bracket, runtime.into())));
        input.extend(self.tokens.clone());
        let expansion = Expansion::of_tokens(input.clone());
        expansion.expression();
        let begin = Instant::now();
        let again = crate::run_group(input);
        let took = begin.elapsed();
        assert!(are_same(expansion.tokens.clone(), again), "the same each time");
        if self.way == Way::Grammar {
            self.check_accepted(&expansion);
        }
        (expansion, took)
    }

    fn check_accepted(&self, expansion: &Expansion) {
        let List { actors, shared } = self.list;
        let messages: Vec<_> = expansion.errors.iter().map(|error| (&error.cfg, &error.message)).collect();
        // A name that stands twice is a mistake in no configuration that these lists have.
        assert!(messages.iter().all(|(cfg, _)| shared && cfg.is_some()), "{messages:?}");
        assert_eq!(messages.is_empty(), !shared);
        let expanded = expansion.actors();
        assert_eq!(expanded.iter().filter(|actor| actor.fill.is_some()).count(), actors);
        // The compiler ignores the fragments' delimiters. It must read the same expression without them.
        let flat = without_fragments(expansion.tokens.clone());
        syn::parse2::<Expr>(flat).expect("one expression for the compiler, too");
    }
}

/// What is known of a list made by the grammar.
#[derive(Clone, Copy, Debug, Default)]
struct List {
    /// Those of nested groups included.
    actors: usize,
    /// Whether a name stands twice, each time with a `#[cfg]`.
    shared: bool,
}

fn are_same(one: TokenStream, other: TokenStream) -> bool {
    let (mut one, mut other) = (one.into_iter(), other.into_iter());
    loop {
        let same = match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(TokenTree::Group(one)), Some(TokenTree::Group(other))) => {
                one.delimiter() == other.delimiter() && are_same(one.stream(), other.stream())
            }
            (Some(TokenTree::Ident(one)), Some(TokenTree::Ident(other))) => one == other,
            (Some(TokenTree::Punct(one)), Some(TokenTree::Punct(other))) => {
                (one.as_char(), one.spacing()) == (other.as_char(), other.spacing())
            }
            (Some(TokenTree::Literal(one)), Some(TokenTree::Literal(other))) => one.to_string() == other.to_string(),
            _ => false,
        };
        if !same {
            return false;
        }
    }
}

/// The tokens without invisible delimiters.
fn without_fragments(tokens: TokenStream) -> TokenStream {
    let flat = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => {
            let inside = without_fragments(group.stream());
            match group.delimiter() {
                Delimiter::None => inside,
                delimiter => TokenTree::from(Group::new(delimiter, inside)).into(),
            }
        }
        token => token.into(),
    });
    flat.collect()
}

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }

    /// True so many times of a hundred.
    fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// What lists are made of, read once.
struct Words {
    alphabet: Vec<TokenTree>,
    bodies: Vec<TokenStream>,
    stop_bodies: Vec<TokenStream>,
    /// Expressions that may stand before a block.
    values: Vec<TokenStream>,
    conditions: Vec<TokenStream>,
    patterns: Vec<TokenStream>,
    interrupts: Vec<TokenStream>,
    types: Vec<TokenStream>,
    predicates: Vec<TokenStream>,
}

impl Words {
    #[expect(clippy::too_many_lines, reason = "they are lists of words")]
    fn new() -> Words {
        let read = |text: &&str| text.parse::<TokenStream>().expect("tokens");
        let all = |texts: &[&str]| texts.iter().map(read).collect();
        let alphabet = "a b c f stop cause drop async move await if let for in type Error match loop else as mut ref \
                        unsafe return break r#a _ self cfg outlives when grace drain may_finish must_run thread run_group \
                        : : : => => => => , , , , ; # # . .. ..= :: | | || & && * + - < > = == != ! ? @ $ ~ ^ -> <- \
                        1 2.5 \"text\" 'c' b\"b\" 'label";
        Words {
            alphabet: read(&alphabet).into_iter().collect(),
            bodies: all(&[
                "f()",
                "serve(&Config::default())",
                "server.run()",
                "a::b::<C, D>::new(1, 2)",
                "pool.get().maintain()",
                "self.0.field",
                "work",
                "async { Ok(()) }",
                "async move { step()?; done().await; Ok(()) }",
                "async {{ loop { f().await; } }}",
                "{ log(); async { Ok(()) } }",
                "(async { Ok(()) })",
                "thread(move || read(conn))",
                "task(async { Ok::<(), u8>(()) })",
                "signal::shutdown()",
                "run_group! { type Error = Own; inner: f() => drop, |stop| g(stop) }",
                "run_group! { inner: f() => drop }.grace(SECOND)",
                "if on { f() } else { g() }",
                "match on { Some(x) => f(x), None => g() }",
                "loop { break f(); }",
                "'outer: loop { break 'outer f(); }",
                "unsafe { f() }",
                "Server { port: 1, ..Default::default() }",
                "&mut future",
                "*future",
                "rows[0]",
                "f as fn()",
                "a + b * c",
                "-x",
                "f()?",
                "f().await",
                "<A as B>::c()",
                "f(|x, y| x + y)",
                "f(a, b,)",
                "std::future::pending::<()>()",
                "{ f() }",
                "{ f() }",
            ]),
            stop_bodies: all(&[
                "f(stop)",
                "axum::serve(listener, app).with_graceful_shutdown(stop)",
                "async { stop.stopped().await; Ok(()) }",
                "async move { Ok(()) }",
                "{ let more = stop.clone(); async { Ok(()) } }",
                "run_group! { inner: f() => &stop }",
                "thread(move || drop(stop))",
                "if on { f(stop) } else { g(stop) }",
                "(f(stop))",
            ]),
            values: all(&[
                "rows",
                "0..3",
                "config.listeners.iter()",
                "[1, 2]",
                "f()",
                "f()?",
                "f().await",
                "(Rows { all: true })",
                "a && b",
                "x == 5",
                "!on",
                "matches!(x, Some(_))",
                "{ on }",
                "a < b",
                "x as usize",
                "if on { a } else { b }",
                "rows.iter().map(|row| row + 1)",
            ]),
            conditions: all(&[
                "let Some(x) = on",
                "let Some(x) = on && x > 1",
                "on && let Some(x) = maybe() && let Ok(y) = x.get()",
                "(a || b) && c",
                "let Some(x) | Other(x) = on",
                "let Point { x, .. } = point",
                "let x = y",
                "a && (b) && !c",
            ]),
            patterns: all(&[
                "x",
                "_",
                "(x, y)",
                "Some(x) | Other(x)",
                "Point { x, .. }",
                "&x",
                "mut x",
                "[a, .., b]",
                "1..=5",
            ]),
            interrupts: all(&[
                "drop",
                "{ token.cancel() }",
                "{ log(); }",
                "{}",
                "|| log()",
                "|cause| log(cause)",
                "|_| {}",
                "move |cause: &Cause<'_, AnyError>| { let why = cause.to_string(); async move { log(why).await } }",
                "|| async { log().await }",
                "async { pool.close().await }",
                "async move { Ok(()) }",
                "token",
                "&token",
                "token.clone()",
                "sender",
                "Log { to: 1 }",
                "unsafe { f() }",
                "(token)",
                "[a, b]",
                "if on { a } else { b }",
                "f::<A, B>()",
                "{ spawn(async { x.await }); }",
            ]),
            types: all(&[
                "Failure",
                "std::io::Error",
                "Box<dyn Error + Send>",
                "(A, B)",
                "[u8; 3]",
                "Failure<A, 'static>",
            ]),
            predicates: all(&["unix", "feature = \"metrics\"", "not(unix)", "all(unix, not(test)),", "any()"]),
        }
    }
}

/// Makes one input.
struct Make<'a> {
    random: Random,
    words: &'a Words,
}

fn word(text: &str) -> TokenStream {
    TokenTree::from(Ident::new(text, Span::call_site())).into()
}

fn marks(text: &str) -> TokenStream {
    let last = text.chars().count() - 1;
    let spacing = |index| if index == last { Spacing::Alone } else { Spacing::Joint };
    text.chars().enumerate().map(|(index, mark)| TokenTree::from(Punct::new(mark, spacing(index)))).collect()
}

fn group(delimiter: Delimiter, tokens: TokenStream) -> TokenStream {
    TokenTree::from(Group::new(delimiter, tokens)).into()
}

fn join<const N: usize>(parts: [TokenStream; N]) -> TokenStream {
    parts.into_iter().collect()
}

impl Make<'_> {
    /// A list by the grammar, in so many others.
    fn list(&mut self, depth: usize) -> (List, TokenStream) {
        let mut tokens = TokenStream::new();
        if depth == 0 && self.random.percent(25) {
            let error = self.fragment(|words| &words.types);
            tokens.extend([word("type"), word("Error"), marks("="), error, marks(";")]);
        }
        let count = 1 + self.random.below(7);
        // Those that outlive all others, and that no other may outlive.
        let outlasts: Vec<_> = (0..count).map(|_| self.random.percent(8)).collect();
        // The last of them may have the name of the first: then each needs its `#[cfg]`, and neither is in an order.
        let name_twice = count > 2 && self.random.percent(10);
        let mut list = List { actors: 0, shared: name_twice };
        for index in 0..count {
            let shares = name_twice && (index == 0 || index == count - 1);
            let name =
                if shares { Some("n0".to_owned()) } else { self.random.percent(80).then(|| format!("n{index}")) };
            let mut attributes = Vec::new();
            if shares || self.random.percent(15) {
                let predicate = self.random.pick(&self.words.predicates).clone();
                attributes.push(join([word("cfg"), group(Delimiter::Parenthesis, predicate)]));
            }
            if outlasts[index] && !shares {
                attributes.push(join([word("outlives"), group(Delimiter::Parenthesis, marks(".."))]));
            }
            attributes.extend(self.attributes());
            // A later actor outlives some of the earlier ones that have a name.
            if index > 0 && !shares && !outlasts[index] && self.random.percent(30) {
                attributes.extend(self.outlives(index, &outlasts, &tokens));
            }
            self.shuffle(&mut attributes);
            for attribute in attributes {
                tokens.extend([marks("#"), group(Delimiter::Bracket, attribute)]);
            }
            let is_row = self.random.percent(20);
            if let Some(name) = name {
                tokens.extend(word(&name));
                if is_row && self.random.percent(30) {
                    let item = self.fragment(|words| &words.values);
                    tokens.extend(group(Delimiter::Bracket, item));
                }
                tokens.extend(marks(":"));
            }
            let (added, actor) = self.actor_or_nested_group(depth, is_row);
            list = List { actors: list.actors + added.actors, shared: list.shared || added.shared };
            tokens.extend(actor);
            if index + 1 < count || self.random.percent(50) {
                tokens.extend(marks(","));
            }
        }
        (list, tokens)
    }

    /// `#[outlives(..)]` with names of earlier actors, if there are any.
    fn outlives(&mut self, index: usize, outlasts: &[bool], before: &TokenStream) -> Option<TokenStream> {
        let written: Vec<_> = before.clone().into_iter().map(|token| token.to_string()).collect();
        let is_written = |name: &String| {
            written.windows(2).any(|pair| pair[0] == *name && (pair[1] == ":" || pair[1].starts_with('[')))
        };
        let earlier = (1..index).filter(|&earlier| !outlasts[earlier]).map(|earlier| format!("n{earlier}"));
        let mut names: Vec<_> = earlier.filter(is_written).collect();
        names.truncate(1 + self.random.below(3));
        if names.is_empty() {
            return None;
        }
        let names = names.iter().flat_map(|name| [word(name), marks(",")]).collect();
        Some(join([word("outlives"), group(Delimiter::Parenthesis, names)]))
    }

    /// Attributes that every actor may have.
    fn attributes(&mut self) -> Vec<TokenStream> {
        let mut attributes = Vec::new();
        for word_of_term in ["when", "grace"] {
            if self.random.percent(10) {
                let value = self.fragment(|words| &words.values);
                attributes.push(join([word(word_of_term), group(Delimiter::Parenthesis, value)]));
            }
        }
        if self.random.percent(10) {
            attributes.push(word(if self.random.percent(50) { "may_finish" } else { "must_run" }));
        }
        if self.random.percent(5) {
            attributes.push(join([word("doc"), marks("="), TokenTree::from(Literal::string("text")).into()]));
        }
        attributes
    }

    /// An actor without its attributes and its name, or a nested group.
    fn actor_or_nested_group(&mut self, depth: usize, is_row: bool) -> (List, TokenStream) {
        if depth == 3 || is_row || self.random.percent(85) {
            return (List { actors: 1, shared: false }, self.actor(is_row));
        }
        let (list, inside) = self.list(depth + 1);
        let path = *self.random.pick(&["run_group!", "run_group::run_group!", "::a::b::run_group!"]);
        let mut tokens = path.parse::<TokenStream>().expect("tokens");
        let delimiter = *self.random.pick(&[Delimiter::Brace, Delimiter::Parenthesis, Delimiter::Bracket]);
        tokens.extend(group(delimiter, inside));
        if self.random.percent(30) {
            tokens.extend([word("if"), self.fragment(|words| &words.values)]);
        }
        if self.random.percent(50) {
            tokens.extend([marks("=>"), self.fragment(|words| &words.interrupts)]);
        }
        (list, tokens)
    }

    /// A body, its loop, its guard, its interrupt.
    fn actor(&mut self, is_row: bool) -> TokenStream {
        let stops = self.random.percent(40);
        let mut tokens = if stops {
            let of = if self.random.percent(20) { join([marks(":"), word("Token")]) } else { TokenStream::new() };
            join([marks("|"), word("stop"), of, marks("|"), self.fragment(|words| &words.stop_bodies)])
        } else {
            self.fragment(|words| &words.bodies)
        };
        if is_row {
            let pattern = self.fragment(|words| &words.patterns);
            tokens.extend([word("for"), pattern, word("in"), self.fragment(|words| &words.values)]);
        }
        if self.random.percent(30) {
            let condition = if self.random.percent(50) {
                self.fragment(|words| &words.values)
            } else {
                // These are no expressions, and no macro passes them on as one.
                self.random.pick(&self.words.conditions).clone()
            };
            tokens.extend([word("if"), condition]);
        }
        if !stops || self.random.percent(50) {
            tokens.extend([marks("=>"), self.fragment(|words| &words.interrupts)]);
        }
        tokens
    }

    /// One of these, sometimes as a `macro_rules!` passes it on.
    fn fragment(&mut self, from: impl FnOnce(&Words) -> &Vec<TokenStream>) -> TokenStream {
        let tokens = self.random.pick(from(self.words)).clone();
        if self.random.percent(8) { group(Delimiter::None, tokens) } else { tokens }
    }

    fn shuffle(&mut self, attributes: &mut [TokenStream]) {
        for end in (1..attributes.len()).rev() {
            attributes.swap(end, self.random.below(end + 1));
        }
    }

    /// Tokens at random, with groups in them.
    fn random_tokens(&mut self, depth: usize) -> TokenStream {
        // Few tokens are a list now and then; many are never one.
        let most = if depth == 0 && self.random.percent(50) { 40 } else { 8 };
        let count = self.random.below(most);
        let mut tokens = TokenStream::new();
        for _ in 0..count {
            let token = self.random_token(depth);
            tokens.extend([token]);
        }
        tokens
    }

    fn random_token(&mut self, depth: usize) -> TokenTree {
        if depth < 5 && self.random.percent(15) {
            let delimiter = self.delimiter();
            return Group::new(delimiter, self.random_tokens(depth + 1)).into();
        }
        self.random.pick(&self.words.alphabet).clone()
    }

    fn delimiter(&mut self) -> Delimiter {
        *self.random.pick(&[Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None])
    }

    /// The same tokens, a few of them changed.
    fn changed(&mut self, mut tokens: TokenStream) -> TokenStream {
        for _ in 0..=self.random.below(3) {
            tokens = self.change(tokens);
        }
        tokens
    }

    fn change(&mut self, tokens: TokenStream) -> TokenStream {
        let mut tokens: Vec<_> = tokens.into_iter().collect();
        if tokens.is_empty() {
            return self.random_token(0).into();
        }
        let at = self.random.below(tokens.len());
        if let TokenTree::Group(inside) = &tokens[at] {
            if self.random.percent(70) {
                tokens[at] = Group::new(inside.delimiter(), self.change(inside.stream())).into();
                return tokens.into_iter().collect();
            }
        }
        match self.random.below(7) {
            0 => drop(tokens.remove(at)),
            1 => tokens.insert(at, tokens[at].clone()),
            2 => {
                let other = self.random.below(tokens.len());
                tokens.swap(at, other);
            }
            3 => tokens[at] = self.random_token(3),
            4 => {
                let end = at + 1 + self.random.below(tokens.len() - at);
                let inside = tokens.splice(at..end, []).collect();
                tokens.insert(at, Group::new(self.delimiter(), inside).into());
            }
            5 => tokens.truncate(at),
            _ => tokens.insert(at, self.random_token(3)),
        }
        tokens.into_iter().collect()
    }
}
