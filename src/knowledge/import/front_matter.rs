//! Front matter: a flat YAML mapping from keys to texts or lists of texts.
//!
//! It is read event by event: nothing is built of what lies deeper, and aliases are not followed.

use yaml_rust2::{Event, parser::Parser, scanner::TScalarStyle};

use super::Fault;

/// A key with its texts.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) key: String,
    /// In the file, from 1.
    pub(super) line: usize,
    pub(super) texts: Vec<String>,
    /// Whether there is nothing but texts under it.
    pub(super) is_plain: bool,
}

/// The fields of a front matter, whose first line is the second of its file.
pub(super) fn read(matter: &str) -> Result<Vec<Field>, Fault> {
    let mut parser = Parser::new_from_str(matter);
    let mut fields: Vec<Field> = Vec::new();
    let mut depth = 0_usize;
    let mut at_key = true;
    loop {
        let next = parser.next_token();
        let (event, mark) =
            next.map_err(|error| (error.marker().line() + 1, error.info().to_owned()))?;
        let line = mark.line() + 1;
        match event {
            Event::StreamEnd => return Ok(fields),
            Event::MappingStart(..) if depth == 0 => depth = 1,
            Event::Scalar(..) | Event::SequenceStart(..) | Event::Alias(_) if depth == 0 => {
                return Err((
                    line,
                    "the front matter is no list of `key: value`".to_owned(),
                ));
            }
            Event::Scalar(text, ..) if depth == 1 && at_key => {
                let key = text.trim().to_lowercase();
                fields.push(Field {
                    key,
                    line,
                    texts: Vec::new(),
                    is_plain: true,
                });
                at_key = false;
            }
            _ if depth == 0 => {}
            event if depth == 1 && at_key => match event {
                Event::MappingEnd => depth = 0,
                _ => return Err((line, "a key of the front matter is no text".to_owned())),
            },
            event => {
                if let Some(field) = fields.last_mut() {
                    match &event {
                        // Nothing behind the colon is read as `~`.
                        Event::Scalar(text, TScalarStyle::Plain, ..)
                            if text.is_empty() || text == "~" => {}
                        // A list of texts, or one.
                        Event::Scalar(text, ..) if depth <= 2 && field.is_plain => {
                            field.texts.push(text.clone());
                        }
                        Event::SequenceStart(..) if depth == 1 => {}
                        Event::SequenceEnd | Event::MappingEnd => {}
                        _ => field.is_plain = false,
                    }
                }
                match event {
                    Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
                    Event::SequenceEnd | Event::MappingEnd => depth -= 1,
                    _ => {}
                }
                at_key = depth == 1;
            }
        }
    }
}
