//! A subscriber that keeps each event as a line.

use std::{
    collections::BTreeMap,
    fmt::{self, Write},
    sync::{Arc, Mutex},
};

use tracing::{
    Dispatch, Event, Subscriber,
    dispatcher::with_default,
    field::{Field, Visit},
    span::{Attributes, Id},
};
use tracing_subscriber::{
    layer::{Context, Layer, SubscriberExt},
    registry::{LookupSpan, Registry},
};

/// Keeps each event as a line: level, spans, message, fields.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    pub fn dispatch(&self) -> Dispatch {
        Dispatch::new(Registry::default().with(self.clone()))
    }

    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut line = event.metadata().level().to_string();
        for span in context.event_scope(event).into_iter().flatten() {
            let extensions = span.extensions();
            let Fields(of_span) = extensions.get().unwrap();
            write!(line, " {}({})", span.name(), of_span["actor"]).unwrap();
        }
        write!(line, " {}", fields.0.remove("message").unwrap()).unwrap();
        for (name, value) in fields.0 {
            write!(line, " {name}={value}").unwrap();
        }
        self.0.lock().unwrap().push(line);
    }
}

/// Runs a group on a paused clock, and gives its events.
pub fn lines_of<F: Future>(group: impl FnOnce() -> F) -> Vec<String> {
    let lines = Lines::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    with_default(&lines.dispatch(), || runtime.block_on(async { group().await }));
    lines.take()
}
