//! Archives, honest and not.

use std::io::{Cursor, Write as _};

use flate2::write::GzEncoder;
use flate2::{Compression, Crc};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::picture::deflated_zeros;

pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(members, CompressionMethod::Deflated)
}

pub(crate) fn zip_with(members: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

/// The checksum of so many zeros, a whole number of megabytes.
fn sum_of_zeros(count: u64) -> u32 {
    let mut megabyte = Crc::new();
    megabyte.update(&vec![0; 1 << 20]);
    let mut sum = Crc::new();
    (0..count >> 20).for_each(|_| sum.combine(&megabyte));
    sum.sum()
}

/// A gzip that unpacks to so many zeros, a whole number of megabytes.
pub(crate) fn gzip_bomb(count: u64) -> Vec<u8> {
    let sizes = u32::try_from(count).unwrap().to_le_bytes();
    [&b"\x1F\x8B\x08\0\0\0\0\0\0\x03"[..], &deflated_zeros(count), &sum_of_zeros(count).to_le_bytes(), &sizes]
        .concat()
}

/// A member of an archive made by hand, so that it can lie.
#[derive(Clone)]
pub(crate) struct ByHand {
    pub(crate) name: Vec<u8>,
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) unpacked: u32,
    /// What the head before the content says instead.
    pub(crate) unpacked_in_head: u32,
    pub(crate) content: Vec<u8>,
}

impl ByHand {
    pub(crate) fn stored(name: &str, content: &[u8]) -> Self {
        let unpacked = u32::try_from(content.len()).unwrap();
        Self {
            name: name.into(),
            flags: 0,
            method: 0,
            unpacked,
            unpacked_in_head: unpacked,
            content: content.to_vec(),
        }
    }

    fn numbers(&self, unpacked: u32) -> Vec<u8> {
        let packed = u32::try_from(self.content.len()).unwrap();
        let name = u16::try_from(self.name.len()).unwrap();
        let mut sum = Crc::new();
        sum.update(&self.content);
        let sum = if self.method == 0 { sum.sum() } else { sum_of_zeros(self.unpacked.into()) };
        [
            &20_u16.to_le_bytes()[..],
            &self.flags.to_le_bytes(),
            &self.method.to_le_bytes(),
            &[0; 4],
            &sum.to_le_bytes(),
            &packed.to_le_bytes(),
            &unpacked.to_le_bytes(),
            &name.to_le_bytes(),
            &[0; 2],
        ]
        .concat()
    }

    pub(crate) fn head(&self) -> Vec<u8> {
        [b"PK\x03\x04".to_vec(), self.numbers(self.unpacked_in_head), self.name.clone(), self.content.clone()]
            .concat()
    }

    pub(crate) fn line(&self, at: usize) -> Vec<u8> {
        let at = u32::try_from(at).unwrap().to_le_bytes();
        let numbers = self.numbers(self.unpacked);
        [&b"PK\x01\x02\x14\0"[..], &numbers, &[0; 10], &at, &self.name].concat()
    }
}

/// The members one after the other, their list, and the end.
pub(crate) fn by_hand(members: &[ByHand]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut list = Vec::new();
    for member in members {
        list.extend(member.line(body.len()));
        body.extend(member.head());
    }
    end(body, &list, members.len())
}

/// The list and the end, put after what comes before them.
pub(crate) fn end(mut body: Vec<u8>, list: &[u8], count: usize) -> Vec<u8> {
    let at = u32::try_from(body.len()).unwrap();
    let count = u16::try_from(count).unwrap().to_le_bytes();
    let size = u32::try_from(list.len()).unwrap();
    body.extend(list);
    body.extend(
        [b"PK\x05\x06\0\0\0\0", &count[..], &count, &size.to_le_bytes(), &at.to_le_bytes(), &[0; 2]].concat(),
    );
    body
}

/// One member that unpacks to so many zeros.
pub(crate) fn zip_bomb(count: u32) -> Vec<u8> {
    let content = deflated_zeros(count.into());
    by_hand(&[ByHand {
        method: 8,
        unpacked: count,
        unpacked_in_head: count,
        content,
        ..ByHand::stored("zeros.bin", b"")
    }])
}
