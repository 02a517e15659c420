use run_group::run_group;

async fn find() -> Option<u8> {
    None
}

fn main() {
    let _ = run_group! {
        find: find() => drop,
        //    ^^^^^^
    };
}
