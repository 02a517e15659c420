use run_group::run_group;

async fn find() -> Option<()> {
    None
}

fn main() {
    let _ = run_group! {
        find: find() => drop,
        //    ^^^^^^
    };
}
