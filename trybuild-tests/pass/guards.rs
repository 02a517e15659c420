//! Conditions of every kind, in every place where one may stand, without a warning.
#![deny(warnings)]

use run_group::{AnyError, Stop, run_group};
use std::time::Duration;

async fn work() {}

async fn take(_: i32) {}

async fn serve(stop: Stop) {
    stop.stopped().await;
}

struct Flags {
    on: bool,
}

fn main() -> Result<(), AnyError> {
    // A lock that a condition takes is released before the group is awaited.
    let port = std::sync::Mutex::new(Some(3));
    let _: &dyn Send = &async {
        run_group! {
            take(three) if let Some(three) = port.lock().unwrap().take() => drop,
            work() if port.lock().unwrap().is_none() => drop,
            take(three) if let Some(three) = *port.lock().unwrap() && three > 2 => drop,
        }
        .await
    };
    let (yes, some) = (std::env::args().count() > 0, Some(3));
    run_group! {
        work: work() => drop,
        work() if yes => drop,
        work() if !yes => drop,
        work() if yes || !yes => drop,
        work() if yes && !yes => drop,
        work() if (yes || !yes) && some.is_some() => drop,
        take(three) if let Some(three) = some => drop,
        take(three) if let Some(three) = some && three > 2 => drop,
        take(three) if yes && let Some(three) = some => drop,
        take(three) if (yes || !yes) && let Some(three) = some && (three == 3 || three == 4) => drop,
        take(three + four) if let Some(three) = some && let four = three + 1 && four == 4 => drop,
        work() if (Flags { on: yes }).on => drop,
        work() if matches!(some, Some(1..=3)) => drop,
        work() if { let no = !yes; no } => drop,
        work() if match some { Some(_) => yes, None => false } => drop,
        work() if if yes { yes } else { !yes } => drop,
        |stop| serve(stop) if yes,
        |stop| serve(stop) if let Some(_) = some => {},
        { let text = 3; take(text) } if yes => drop,
        async { work().await; Ok(()) } if yes && let Some(1 | 3) = some => || (),
    }
    .run()?;
    let (items, flags) = ([1, 2, 3], [Flags { on: yes }]);
    run_group! {
        first: take(item) for item in items if item > 1 => drop,
        take(*item) for item in &items if yes => move || assert!(*item > 0),
        take(item) for item in 1..=3 if items.contains(&item) && item != 2 => drop,
        take(item + three) for item in items if let Some(three) = some => drop,
        take(item + three) for item in items if let Some(three) = some && item < three => drop,
        take(five) for item in items if yes && let five = item + 2 && (five == 5 || five == 4) => drop,
        take(item) for (index, item) in items.into_iter().enumerate() if index > 0 || !yes => drop,
        work() for _ in [(Flags { on: yes })] if (Flags { on: yes }).on => drop,
        work() for Flags { on } in flags if on => drop,
        work() for _ in (Flags { on: yes }).on.then_some(3).iter() => drop,
        work() for item in items if matches!(item, 1 | 3) => drop,
        work() for item in items if { let no = item == 2; !no } => drop,
        work() for item in if yes { 0..2 } else { 0..3 } if match item { 0 => yes, _ => false } => drop,
        work() for item in { let end = 2; 0..end } if if yes { item == 1 } else { !yes } => drop,
        |stop| serve(stop) for _ in 0..2 if yes,
        |stop| serve(stop) for item in items if let 1 | 3 = item => {},
        { let text = item; take(text) } for item in items if yes => drop,
        async move { take(item).await; Ok(()) } for item in items if yes && let Some(1 | 3) = some => || (),
        #[cfg(all())]
        work() if yes => drop,
        #[cfg(all())]
        take(item) for item in items if let Some(three) = some && item < three => drop,
        #[cfg(any())]
        take(item) for item in nothing if let Some(three) = no && item < three => drop,
        #[when(take(three))]
        #[grace(Duration::from_secs_f64(f64::from(three)))]
        work() if let Some(three) = Some(3) && yes => drop,
        #[when(take(item))]
        #[may_finish]
        take(item) for item in items if item > 1 => drop,
        #[outlives(first)]
        #[must_run]
        |stop| serve(stop) if !yes && some.is_none(),
    }
    .run()?;
    Ok(())
}
