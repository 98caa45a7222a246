//! The seal: age (C2SP), to everybody who is named. Anybody with `age` and their own key opens it.

use std::io::Write;

use age::x25519;

use crate::{Error, Recipient};

pub(crate) type Sealing<W> = age::stream::StreamWriter<W>;

/// A writer that seals what is written. It must be finished, else nobody can open the end.
pub(crate) fn sealing<W: Write>(out: W, recipients: &[Recipient]) -> Result<Sealing<W>, Error> {
    let keys = recipients.iter().map(key).collect::<Result<Vec<_>, _>>()?;
    let keys = keys.iter().map(|key| key as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(keys).map_err(|_| Error::NoRecipient)?;
    encryptor.wrap_output(out).map_err(Error::Write)
}

fn key(recipient: &Recipient) -> Result<x25519::Recipient, Error> {
    recipient.key.trim().parse().map_err(|_| Error::Key { name: recipient.name.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(name: &str, key: &str) -> Recipient {
        Recipient { name: name.to_owned(), key: key.to_owned() }
    }

    #[test]
    fn a_key_that_is_none_is_refused_with_the_name_of_whose_it_is() {
        let secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
        for wrong in ["", "age1", "ssh-ed25519 AAAA", secret, "age1zzzzzzzzzzzzzzzzzzzz"] {
            let refused = sealing(Vec::new(), &[to("Avon Police", wrong)]).err().unwrap().to_string();
            assert!(refused.contains("Avon Police") && refused.contains("age1"), "{refused}");
            assert!(
                wrong.is_empty() || wrong == "age1" || !refused.contains(wrong),
                "a secret is not repeated"
            );
        }
    }

    #[test]
    fn without_a_recipient_there_is_no_seal() {
        assert!(matches!(sealing(Vec::new(), &[]), Err(Error::NoRecipient)));
    }
}
