//! Tokens: the bot's, and the short-lived ones of sessions, interactions and webhooks.

use std::hash::{BuildHasher, Hasher, RandomState};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::snowflake::Id;

/// A secret nobody guesses: so many letters and digits. On loopback the standard library's random
/// keys are enough.
pub(crate) fn secret(length: usize) -> String {
    let mut text = String::new();
    while text.len() < length {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_usize(text.len());
        text.push_str(
            &URL_SAFE_NO_PAD
                .encode(hasher.finish().to_le_bytes())
                .replace(['-', '_'], "x"),
        );
    }
    text.truncate(length);
    text
}

/// A bot token for the user with this id, in the form Discord's have.
pub(crate) fn for_bot(bot: Id) -> String {
    format!(
        "{}.{}.{}",
        STANDARD_NO_PAD.encode(bot.to_string()),
        secret(6),
        secret(38)
    )
}

/// Whose token this is; `None` if it does not have the form: three base64url parts, of which the
/// first is the user's id.
pub(crate) fn owner(token: &str) -> Option<Id> {
    let mut parts = token.split('.');
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let is_base64 = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    if parts.next().is_some() || !is_base64(second) || !is_base64(third) {
        return None;
    }
    let id = URL_SAFE_NO_PAD.decode(first.trim_end_matches('=')).ok()?;
    std::str::from_utf8(&id).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_its_bot() {
        let bot = Id(1_057_000_000_000_000_000);
        assert_eq!(owner(&for_bot(bot)), Some(bot));
        for wrong in [
            "",
            "abc",
            "a.b.c",
            "MTA1.abc",
            "MTA1.a.b.c",
            "MTA1.a b.c",
            "bm90LWFuLWlk.abcdef.ghijkl",
        ] {
            assert_eq!(owner(wrong), None, "{wrong}");
        }
        assert_eq!(owner("MTA1.abcdef.ghi-_jkl"), Some(Id(105)));
    }
}
