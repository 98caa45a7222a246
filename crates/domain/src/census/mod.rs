//! The children in need census: what a local authority of England tells the Department for Education each year.
//!
//! The return ([`Census`]) is one XML file of every child who was in need between 1 April and 31 March ([`Year`]):
//! [`xml`] reads and writes it, [`rules`] holds it against each rule that the Department publishes
//! (`data/census/cin_rules.csv`), of which an *error* refuses the return and a *query* goes with it, explained.
//! [`particulars`] makes a child of the return from a case; [`demonstration`] makes a synthetic year.
//!
//! The census has categories of abuse and no category of exploitation: criminal exploitation and gangs are factors
//! found by an assessment (24A and 13A), and nothing else in the return says "county lines".

pub mod children;
pub mod codes;
pub mod demonstration;
pub mod particulars;
pub mod rules;
pub mod xml;
mod year;

#[cfg(test)]
mod tests;

pub use children::Census;
pub use rules::{Finding, check};
pub use year::{NoSuchYear, Year};
