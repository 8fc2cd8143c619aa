//! Discord's documented limits, in code points.

/// An embed's title.
pub const TITLE: usize = 256;
/// An embed's description.
pub const DESCRIPTION: usize = 4096;
/// Fields of an embed.
pub const FIELDS: usize = 25;
/// A field's name.
pub const FIELD_NAME: usize = 256;
/// A field's value.
pub const FIELD_VALUE: usize = 1024;
/// An embed's footer.
pub const FOOTER: usize = 2048;
/// All texts of all embeds of a message together.
pub const EMBEDS_TOTAL: usize = 6000;
/// Embeds of a message.
pub const EMBEDS: usize = 10;
/// A message without embeds.
pub const CONTENT: usize = 2000;
/// A button's label.
pub const BUTTON_LABEL: usize = 80;
/// Buttons of a row.
pub const ROW_BUTTONS: usize = 5;
/// Rows of a message.
pub const ROWS: usize = 5;
/// A component's `custom_id`.
pub const CUSTOM_ID: usize = 100;
/// Suggestions of an autocompletion.
pub const SUGGESTIONS: usize = 25;
/// A suggestion's name and its value.
pub const SUGGESTION: usize = 100;
/// Choices of a menu.
pub const CHOICES: usize = 25;
/// A choice's label and its value.
pub const CHOICE_LABEL: usize = 100;
/// What a menu says before anything is chosen.
pub const PLACEHOLDER: usize = 150;
