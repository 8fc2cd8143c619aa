//! The sandbox, as a bot and as its users meet it: by a raw client, since many libraries connect.

mod client;
mod clients;
mod command_limits;
mod edges;
mod fields;
mod gateway;
mod guild;
mod installs;
mod interactions;
mod keeping;
mod limits;
mod messages;
mod modals;
mod moderation;
mod paging;
mod polls;
mod rates;
mod refusals;
mod robustness;
mod routes;
mod threads;
mod uploads;
