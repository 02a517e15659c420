//! Mistakes that only some configurations have, and cycles: the order is resolved for each of them.

use super::{Expansion, Reported};

/// A mistake: where it begins, counted in the actors and in their columns from 0, under which `#[cfg]`, and what it
/// says.
type Found<'a> = (usize, usize, Option<&'a str>, &'a str);

/// Expands the actors, one a line, and compares all that is reported.
#[track_caller]
fn expect(actors: &[&str], expected: &[Found<'_>]) {
    let expansion = Expansion::of(&actors.join(",\n"));
    let found: Vec<_> = expansion.errors.iter().map(found).collect();
    assert_eq!(found, expected, "{actors:#?}");
    let bodies = expansion.actors().iter().filter(|actor| actor.fill.is_some()).count();
    assert_eq!(bodies, actors.len(), "each is expanded");
}

fn found(error: &Reported) -> Found<'_> {
    assert!(!error.is_at_call_site());
    let start = error.start();
    (start.line - 1, start.column, error.cfg.as_deref(), &error.message)
}

// A name that stands twice.

#[test]
fn a_shared_name_is_a_mistake_where_both_cfgs_apply() {
    expect(
        &["#[cfg(unix)] work: f() => drop", "#[cfg(windows)] work: g() => drop"],
        &[(1, 16, Some("unix,windows"), "the name `work` is given twice, in one configuration")],
    );
}

#[test]
fn a_shared_name_depends_on_all_predicates_of_both() {
    expect(
        &["#[cfg(unix)] #[cfg(test)] work: f() => drop", "#[cfg(not(unix),)] r#work: g() => drop"],
        &[(1, 19, Some("unix,test,not(unix)"), "the name `r#work` is given twice, in one configuration")],
    );
}

#[test]
fn each_pair_of_three_is_reported_on_its_own() {
    let message = "the name `work` is given twice, in one configuration";
    expect(
        &["#[cfg(a)] work: f() => drop", "#[cfg(b)] work: f() => drop", "#[cfg(c)] work: f() => drop"],
        &[(1, 10, Some("a,b"), message), (2, 10, Some("a,c"), message), (2, 10, Some("b,c"), message)],
    );
}

#[test]
fn one_of_three_without_a_cfg_is_always_a_mistake() {
    let message = "the name `work` is given twice: each that bears it needs a `#[cfg]`";
    expect(
        &["#[cfg(a)] work: f() => drop", "work: f() => drop", "#[cfg(c)] work: f() => drop"],
        &[(1, 0, None, message), (2, 10, None, message)],
    );
}

#[test]
fn a_slot_that_is_configured_out_is_left_empty() {
    let expansion = Expansion::of("#[cfg(unix)] #[cfg(test)] work: f() => drop");
    let tokens = super::dense(&expansion.tokens);

    assert_eq!(expansion.actors()[0].cfg, ["cfg(unix)", "cfg(test)"]);
    assert!(tokens.contains("#[cfg(not(all(unix,test)))]krate::__private::leave_vacant("), "{tokens}");
}

// Cycles.

#[test]
fn an_actor_does_not_outlive_itself() {
    expect(&["#[outlives(work)] work: f() => drop"], &[(0, 11, None, "`work` cannot outlive itself")]);
}

#[test]
fn an_actor_does_not_outlive_itself_in_another_configuration() {
    let actors = ["#[cfg(a)] #[outlives(work)] work: f() => drop", "#[cfg(b)] work: f() => drop"];
    let twice = "the name `work` is given twice, in one configuration";
    expect(&actors, &[(1, 10, Some("a,b"), twice), (0, 21, None, "`work` cannot outlive itself")]);
}

/// The message for a cycle of these.
fn cycle(names: &[&str]) -> String {
    let path = names.join("` outlives `");
    format!("a cycle, none of which could ever be interrupted: `{path}`")
}

#[test]
fn two_do_not_outlive_each_other() {
    expect(
        &["free: f() => drop", "#[outlives(b)] a: f() => drop", "#[outlives(free, a)] b: f() => drop"],
        &[(1, 11, None, &cycle(&["a", "b", "a"]))],
    );
}

#[test]
fn a_cycle_of_three_is_shown_from_its_first_actor() {
    expect(
        &["#[outlives(c)] b: f() => drop", "#[outlives(b)] a: f() => drop", "#[outlives(a)] c: f() => drop"],
        &[(0, 11, None, &cycle(&["b", "c", "a", "b"]))],
    );
}

#[test]
fn the_shortest_of_two_cycles_on_one_path_is_shown() {
    expect(
        &["#[outlives(b)] a: f() => drop", "#[outlives(c, a)] b: f() => drop", "#[outlives(a)] c: f() => drop"],
        &[(0, 11, None, &cycle(&["a", "b", "a"]))],
    );
}

#[test]
fn no_actor_outlives_one_that_outlives_all_others() {
    expect(
        &["#[outlives(..)] a: f() => drop", "#[outlives(a)] b: f() => drop"],
        &[(0, 11, None, &cycle(&["a", "b", "a"]))],
    );
}

#[test]
fn two_that_outlive_all_others_do_not_outlive_each_other() {
    expect(&["#[outlives(..)] a: f() => drop", "#[outlives(..)] b: f() => drop", "c: f() => drop"], &[]);
}

#[test]
fn two_separate_cycles_are_two_mistakes() {
    let actors = [
        "#[outlives(b)] a: f() => drop",
        "#[outlives(a)] b: f() => drop",
        "#[outlives(d)] c: f() => drop",
        "#[outlives(c)] d: f() => drop",
    ];
    expect(&actors, &[(0, 11, None, &cycle(&["a", "b", "a"])), (2, 11, None, &cycle(&["c", "d", "c"]))]);
}

#[test]
fn two_cycles_that_share_their_second_actor_are_two_mistakes() {
    let actors = ["#[outlives(b)] a: f() => drop", "#[outlives(a, c)] b: f() => drop", "#[outlives(b)] c: f() => drop"];
    expect(&actors, &[(0, 11, None, &cycle(&["a", "b", "a"])), (1, 14, None, &cycle(&["b", "c", "b"]))]);
}

#[test]
fn a_cycle_is_a_mistake_where_all_of_it_is_configured_in() {
    let actors = [
        "#[cfg(x)] #[outlives(b)] a: f() => drop",
        "#[outlives(c)] b: f() => drop",
        "#[cfg(y)] #[cfg(z)] #[outlives(a)] c: f() => drop",
    ];
    expect(&actors, &[(0, 21, Some("x,y,z"), &cycle(&["a", "b", "c", "a"]))]);
}

#[test]
fn the_path_through_another_configuration_is_found() {
    let twice = "the name `b` is given twice, in one configuration";
    let actors =
        ["#[outlives(b)] a: f() => drop", "#[cfg(x)] b: f() => drop", "#[cfg(not(x))] #[outlives(a)] b: f() => drop"];
    expect(&actors, &[(2, 30, Some("x,not(x)"), twice), (0, 11, Some("not(x)"), &cycle(&["a", "b", "a"]))]);
}

#[test]
fn each_configuration_has_its_own_cycle_shown() {
    let twice = "the name `a` is given twice, in one configuration";
    let actors = [
        "#[cfg(x)] #[outlives(b)] a: f() => drop",
        "#[cfg(not(x))] #[outlives(c)] a: f() => drop",
        "#[outlives(a)] b: f() => drop",
        "#[outlives(a)] c: f() => drop",
    ];
    expect(
        &actors,
        &[
            (1, 30, Some("x,not(x)"), twice),
            (0, 21, Some("x"), &cycle(&["a", "b", "a"])),
            (1, 26, Some("not(x)"), &cycle(&["a", "c", "a"])),
        ],
    );
}

#[test]
fn a_longer_cycle_is_shown_where_the_shorter_is_absent() {
    let actors = [
        "#[outlives(b, c)] a: f() => drop",
        "#[cfg(x)] #[outlives(a)] b: f() => drop",
        "#[outlives(d)] c: f() => drop",
        "#[outlives(a)] d: f() => drop",
    ];
    expect(&actors, &[(0, 11, Some("x"), &cycle(&["a", "b", "a"])), (0, 14, None, &cycle(&["a", "c", "d", "a"]))]);
}

#[test]
fn an_edge_to_one_that_is_configured_out_is_no_mistake() {
    expect(&["#[cfg(x)] a: f() => drop", "#[outlives(a)] b: f() => drop"], &[]);
}

// What is missing.

/// For each actor, those that it outlives, in the table.
fn table(actors: &[&str]) -> String {
    edges(actors, "outlives:&[", "],after")
}

/// For each actor, those that it is after.
fn table_of_start(actors: &[&str]) -> String {
    edges(actors, "after:&[", "],may_finish")
}

fn edges(actors: &[&str], begin: &str, end: &str) -> String {
    let tokens = super::dense(&Expansion::of(&actors.join(",\n")).tokens);
    let table = tokens.split_once(begin).expect("a table").1;
    table.split_once(end).expect("that goes on").0.to_owned()
}

#[test]
fn edges_lead_on_through_what_may_be_missing() {
    for middle in ["#[cfg(x)] #[outlives(a)] b: f()", "#[outlives(a)] b: f() if on", "#[outlives(a)] b: f() for x in y"]
    {
        let actors = ["a: f() => drop", &format!("{middle} => drop"), "#[outlives(b)] c: f() => drop"];
        assert_eq!(table(&actors), "&[],&[0],&[0,1]", "{middle}");
    }
}

#[test]
fn edges_do_not_lead_on_through_what_is_always_there() {
    let actors = ["a: f() if on => drop", "#[outlives(a)] b: f() => drop", "#[outlives(b)] c: f() => drop"];
    assert_eq!(table(&actors), "&[],&[0],&[1]");
}

#[test]
fn edges_lead_on_as_far_as_actors_may_be_missing() {
    let actors = [
        "#[outlives(b)] a: f() => drop",
        "#[outlives(c)] b: f() if on => drop",
        "#[outlives(d)] c: f() if on => drop",
        "#[outlives(e)] d: f() => drop",
        "e: f() => drop",
    ];
    assert_eq!(table(&actors), "&[1,2,3],&[2,3],&[3],&[4],&[]");
}

#[test]
fn an_actor_is_outlived_by_those_that_it_is_after() {
    let actors = ["#[after(b)] a: f() => drop", "b: f() => drop", "#[outlives(a)] c: f() => drop"];
    assert_eq!(table(&actors), "&[],&[0],&[0]");
    assert_eq!(table_of_start(&actors), "&[1],&[],&[]");
}

#[test]
fn what_outlives_all_does_not_outlive_what_it_is_after() {
    let actors = [
        "a: f() => drop",
        "#[after(a)] b: f() => drop",
        "#[outlives(..)] #[after(b)] c: f() => drop",
        "d: f() => drop",
    ];
    assert_eq!(table(&actors), "&[1],&[2],&[3],&[]");
}

#[test]
fn one_that_may_finish_is_waited_for_unless_it_says_ready() {
    let actors = [
        "#[may_finish] a: f() => drop",
        "#[may_finish] b: |_, ready| f(ready) => drop",
        "#[after(a, b)] c: f() => drop",
    ];
    assert_eq!(table_of_start(&actors), "&[],&[],&[0|krate::__private::UNTIL_ENDED,1]");
}

#[test]
fn an_actor_after_a_nested_group_is_after_all_its_actors() {
    let actors = ["sub: run_group! { a: |_| f() => drop, b: |_| f() => drop }", "#[after(sub)] c: f() => drop"];
    assert_eq!(table_of_start(&actors), "&[],&[],&[0,1]");
    let actors = [
        "#[may_finish] sub: run_group! { a: |_| f() => drop, b: |_, r| f(r) => drop }",
        "#[after(sub)] c: f() => drop",
    ];
    let ended = "krate::__private::UNTIL_ENDED";
    assert_eq!(table_of_start(&actors), format!("&[],&[],&[0|{ended},1|{ended}]"));
    let actors = ["a: f() => drop", "#[after(a)] sub: run_group! { b: |_| f() => drop, c: |_| f() => drop }"];
    assert_eq!(table_of_start(&actors), "&[],&[0],&[0]");
}

#[test]
fn the_start_leads_on_through_what_may_be_missing() {
    let actors = ["a: f() => drop", "#[after(a)] b: f() if on => drop", "#[after(b)] c: f() => drop"];
    assert_eq!(table_of_start(&actors), "&[],&[0],&[0,1]");
    assert_eq!(table(&actors), "&[1,2],&[2],&[]");
}

/// Each of the first pairs doubles the number of configurations. Searching them all would find every pair.
#[test]
fn the_search_for_conditional_cycles_is_bounded() {
    let pair = |i| match i {
        0..6 => {
            format!(
                "#[cfg(x{i})] #[outlives(b{i})] a{i}: f() => drop, #[cfg(y{i})] #[outlives(a{i})] b{i}: f() => drop"
            )
        }
        _ => format!("#[outlives(b{i})] a{i}: f() => drop, #[outlives(a{i})] b{i}: f() => drop"),
    };
    let pairs: Vec<_> = (0..70).map(pair).collect();
    let expansion = Expansion::of(&pairs.join(",\n"));

    let shown = expansion.errors.len();
    assert!((1..pairs.len()).contains(&shown), "{shown} cycles are shown");
    assert!(expansion.errors.iter().all(|error| error.cfg.is_none()), "in doubt, in every configuration");
}
