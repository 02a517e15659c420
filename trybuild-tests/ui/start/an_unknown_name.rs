use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        database: work() => drop,
        #[after(databse)]
        //      ^^^^^^^
        server: work() => drop,
    };
}
