//! The chat page in a real browser, as a person uses it: headless Chromium, keyboard and mouse.

mod asking;
mod bot;
mod markdown;
mod moderating;
mod page;
mod places;
mod talking;
mod using;
