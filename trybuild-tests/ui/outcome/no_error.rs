// `AnyError` is made of errors, and `u32` is none.
use run_group::run_group;

async fn code() -> Result<(), u32> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        code: code() => drop,
        //    ^^^^^^
    };
}
