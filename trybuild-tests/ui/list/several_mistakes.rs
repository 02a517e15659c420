// Each mistake is shown, at its own token, and the actors beside them are still checked.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        first: wrok() => drop,
        //     ^^^^
        second: work(),
    //  ^^^^^^
        third: work() => 5,
        //               ^
        fourth: 3u8 => drop,
        //      ^^^
        first: work() => drop,
    //  ^^^^^
    };
}
