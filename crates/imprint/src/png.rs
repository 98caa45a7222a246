//! PNG: row by row, so that a picture of any size is hashed in little memory; held only when it is interlaced,
//! turned, or wanted whole.

use image::metadata::Orientation;
use pdq::Rows;
use png::{Decoder, DecodingError, Reader, Transformations};

use crate::raster::{Ground, Raster};
use crate::{Kind, Limits, NotHashed};

const KIND: Kind = Kind::Png;
/// For tables, notes and one row.
const DECODER_BYTES_MAX: usize = 32 << 20;

type Cursor<'a> = std::io::Cursor<&'a [u8]>;

/// The size as seen, and the hash.
pub(crate) fn hash(file: &[u8], limits: &Limits) -> Result<(usize, usize, pdq::Hashed), NotHashed> {
    let mut reader = open(file)?;
    let (width, height) = reader.info().size();
    limits.passed(KIND, width, height)?;
    if reader.info().interlaced || turned(&reader) != Orientation::NoTransforms {
        let raster = hold(reader, file, limits)?;
        let (width, height) = raster.size();
        return Ok((width, height, raster.hash(Ground::White)));
    }
    let mut line = Raster {
        width: width as usize,
        height: 1,
        channels: reader.output_color_type().0.samples(),
        pixels: Vec::new(),
        turned: Orientation::NoTransforms,
    };
    let mut rows = Rows::new(width as usize, height as usize, line.colour());
    while let Some(row) = reader.next_row().map_err(|error| why(&error))? {
        line.pixels.clear();
        line.pixels.extend_from_slice(row.data());
        line.rows(Ground::White, |row| rows.take(row));
    }
    Ok((width as usize, height as usize, rows.hash()))
}

pub(crate) fn decode(file: &[u8], limits: &Limits) -> Result<Raster, NotHashed> {
    hold(open(file)?, file, limits)
}

fn open(file: &[u8]) -> Result<Reader<Cursor<'_>>, NotHashed> {
    let limits = png::Limits { bytes: DECODER_BYTES_MAX };
    let mut decoder = Decoder::new_with_limits(Cursor::new(file), limits);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.read_info().map_err(|error| why(&error))
}

fn hold(mut reader: Reader<Cursor<'_>>, file: &[u8], limits: &Limits) -> Result<Raster, NotHashed> {
    let (width, height) = reader.info().size();
    let channels = reader.output_color_type().0.samples();
    limits.held(KIND, (width, height), channels as u64, file)?;
    let bytes = reader.output_buffer_size().ok_or(NotHashed::TooManyPixels(KIND, width, height))?;
    let mut pixels = vec![0; bytes];
    reader.next_frame(&mut pixels).map_err(|error| why(&error))?;
    let turned = turned(&reader);
    Ok(Raster { width: width as usize, height: height as usize, channels, pixels, turned })
}

fn turned(reader: &Reader<Cursor<'_>>) -> Orientation {
    let notes = reader.info().exif_metadata.as_deref();
    notes.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms)
}

fn why(error: &DecodingError) -> NotHashed {
    match error {
        DecodingError::IoError(_) => NotHashed::CutShort(KIND),
        DecodingError::LimitsExceeded => NotHashed::TooMuchWork(KIND),
        DecodingError::Format(_) | DecodingError::Parameter(_) => NotHashed::Broken(KIND),
    }
}
