//! The sandbox, as a bot and as its users meet it: by a raw client, since many libraries connect.

mod client;
mod clients;
mod gateway;
mod guild;
mod installs;
mod interactions;
mod limits;
mod messages;
mod moderation;
mod robustness;
