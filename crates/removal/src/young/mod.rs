//! The young person's side: what to do now, which way, hashes made on their device, and the code to come back with.
//!
//! No picture ever comes here. The only body that these addresses read is a short form in plain characters
//! (`only_form`): what a browser sends with a file, an image or a video among its bytes is refused before it is read.
//! Nothing is stored on the device: no cookie, no cache, no file. Nobody gives a name.

pub mod advice;
pub mod back;
pub mod device;
mod done;
mod only_form;
mod store;
mod words;
