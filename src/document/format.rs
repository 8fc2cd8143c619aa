//! Texts of a certain form: days and web addresses.

/// Whether a text is a day of the calendar as `YYYY-MM-DD`.
pub(super) fn is_date(text: &str) -> bool {
    let shape = text
        .bytes()
        .map(|b| if b.is_ascii_digit() { b'0' } else { b });
    shape.eq(*b"0000-00-00") && text.parse::<jiff::civil::Date>().is_ok()
}

/// The longest web address that embeds take, in characters.
const ADDRESS_MAX: usize = 2048;

/// Why a text is no `http(s)` address, by its looks.
pub(super) fn check_address(text: &str) -> Result<(), &'static str> {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| {
            let head = text.get(..scheme.len())?;
            head.eq_ignore_ascii_case(scheme)
                .then(|| &text[scheme.len()..])
        })
        .ok_or("it must begin with `https://` or `http://`")?;
    if text.chars().any(char::is_whitespace) {
        return Err("it contains white space");
    }
    if text.chars().count() > ADDRESS_MAX {
        return Err("it is longer than 2048 characters");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    if host.is_empty() || !host.chars().any(char::is_alphanumeric) {
        return Err("the host is missing");
    }
    Ok(())
}
