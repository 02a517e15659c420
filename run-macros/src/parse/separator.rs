//! Reads the `,` between two actors.

use syn::{Result, Token, parse::ParseStream};

use crate::parse::{lookahead::here, skip::skip_past};

pub fn read(input: ParseStream<'_>) -> Result<()> {
    if input.peek(Token![,]) {
        input.parse::<Token![,]>().map(drop)
    } else if input.peek(Token![=>]) {
        let mistake = here(input, "expected `,`: an actor has one interrupt, after one `=>`");
        skip_past(input, ',');
        Err(mistake)
    } else if input.peek(Token![;]) {
        let mistake = here(input, "actors are separated by `,`, not by `;`");
        input.parse::<Token![;]>()?;
        Err(mistake)
    } else {
        let mistake = here(input, "expected `,` before the next actor");
        if !starts_actor(input) {
            skip_past(input, ',');
        }
        Err(mistake)
    }
}

/// Whether what follows could be an actor, before which only the comma is missing.
fn starts_actor(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident) || input.peek(Token![|]) || input.peek(Token![#]) || input.peek(Token![async])
}
