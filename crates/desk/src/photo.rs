//! Photos: turned upright, made small, and without anything but the picture.
//!
//! The picture is decoded and encoded anew, so nothing a camera wrote beside it stays: no place, no
//! time, no name, no small copy. It never touches the disk in plain.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cacah_store::{Reader, Store};
use cacah_wire::command::{AttachPhoto, FilesView};
use cacah_wire::error::Code;
use cacah_wire::file::MAX_FILE;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use crate::attach;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::outside;

/// Setting: longest edge of a photo, pixels.
const EDGE: &str = "photo_edge";
/// That of a laptop where nobody set it: a house number across the street can be read.
const EDGE_DEFAULT: u32 = 1_600;
/// Edges that may be set.
const EDGES: std::ops::RangeInclusive<u32> = 320..=4_096;
/// Quality of the JPEG, of 100.
const QUALITY: u8 = 80;
/// Pixels a side may have: the widest a JPEG can.
const SIDE: u32 = 65_535;
/// Bytes of a picture without compression: 89 million pixels of a phone.
const PLAIN: u64 = 256 << 20;

impl Desk {
    /// The vault is not held while the picture is worked on: keys go on.
    pub(crate) fn attach_photo(&self, args: &AttachPhoto) -> Result<FilesView, DeskError> {
        let edge = self.with(|session| {
            session.document(&args.document)?;
            chosen(&mut session.store, args.edge)
        })?;
        let small = shrink(&source(args)?, edge)?;
        self.with(|session| attach::keep(session, &args.document, &small, "image/jpeg"))
    }
}

/// Longest edge photos are shrunk to on this laptop.
pub(crate) fn edge(store: &Reader) -> Result<u32, DeskError> {
    let set = store.setting(EDGE)?.and_then(|edge| edge.parse().ok());
    Ok(set.unwrap_or(EDGE_DEFAULT))
}

/// The edge that was asked for, which is the laptop's from then on.
fn chosen(store: &mut Store, asked: u32) -> Result<u32, DeskError> {
    if asked == 0 {
        return edge(store);
    }
    if !EDGES.contains(&asked) {
        return Err(DeskError::At(Code::BadRequest, "edge".into()));
    }
    store.set_setting(EDGE, &asked.to_string())?;
    Ok(asked)
}

fn source(args: &AttachPhoto) -> Result<Vec<u8>, DeskError> {
    if args.base64.is_empty() {
        return attach::read(&outside::path(&args.path)?);
    }
    if args.base64.len() / 4 * 3 > MAX_FILE {
        return Err(Code::FileTooLarge.into());
    }
    STANDARD.decode(&args.base64).map_err(|_| Code::BadPicture.into())
}

/// The picture of a JPEG or PNG file, upright, its longest edge `edge` pixels at most, as JPEG.
fn shrink(file: &[u8], edge: u32) -> Result<Vec<u8>, Code> {
    if file.len() > MAX_FILE {
        return Err(Code::FileTooLarge);
    }
    let (picture, orientation) = decode(file)?;
    let small = if picture.width().max(picture.height()) > edge {
        picture.resize(edge, edge, FilterType::Triangle)
    } else {
        picture
    };
    // What was transparent would be black.
    let mut upright = DynamicImage::ImageRgb8(small.into_rgb8());
    upright.apply_orientation(orientation);
    let mut out = Vec::new();
    let encoded = JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&upright);
    encoded.map_err(|_| Code::Internal)?;
    Ok(out)
}

/// What it takes to hold the picture is asked before any of it is decoded.
fn decode(file: &[u8]) -> Result<(DynamicImage, Orientation), Code> {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(SIDE), Some(SIDE));
    limits.max_alloc = Some(PLAIN);
    let mut reader =
        ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| Code::BadPicture)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png)) {
        return Err(Code::BadPicture);
    }
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refused(&error))?;
    if decoder.total_bytes() > PLAIN {
        return Err(Code::PictureTooLarge);
    }
    let orientation = decoder.orientation().map_err(|_| Code::BadPicture)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    Ok((picture, orientation))
}

fn refused(error: &ImageError) -> Code {
    match error {
        ImageError::Limits(_) => Code::PictureTooLarge,
        _ => Code::BadPicture,
    }
}

#[cfg(test)]
mod tests;
