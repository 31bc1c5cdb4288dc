//! What a camera writes, and what is kept of it.

use image::{Rgb, RgbImage};

use super::*;

/// What must not stay: a place, a maker, a small copy.
const MARKS: [&[u8]; 4] = [b"Exif", b"0,79012LU", b"KAMERA UJI", b"SMALL COPY"];

/// A picture, its left half red, its right half blue.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) }
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 95).encode_image(picture).unwrap();
    out
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

/// The EXIF of a phone: turned, with its place and a thumbnail (TIFF, little endian).
fn exif(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()]
            .concat()
    };
    let first = [
        &3_u16.to_le_bytes()[..],
        &entry(0x010F, 2, 11, 100),
        &entry(0x0112, 3, 1, orientation.into()),
        &entry(0x8825, 4, 1, 60),
        &0_u32.to_le_bytes(),
    ]
    .concat();
    let place =
        [&1_u16.to_le_bytes()[..], &entry(0x001D, 2, 10, 120), &0_u32.to_le_bytes()].concat();
    let mut tiff = [b"II*\0\x08\0\0\0".to_vec(), first].concat();
    tiff.resize(60, 0);
    tiff.extend(place);
    tiff.resize(100, 0);
    tiff.extend(b"KAMERA UJI\0");
    tiff.resize(120, 0);
    tiff.extend(b"0,79012LU\0SMALL COPY");
    tiff
}

/// A JPEG with a segment behind its first marker.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let body = [b"Exif\0\0".to_vec(), exif(orientation)].concat();
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &body, &jpeg[2..]].concat()
}

fn has(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

fn shown(file: &[u8]) -> RgbImage {
    image::load_from_memory(file).unwrap().into_rgb8()
}

fn is_red(pixel: &Rgb<u8>) -> bool {
    pixel[0] > 150 && pixel[2] < 100
}

#[test]
fn only_the_picture_stays_and_stands_upright() {
    let taken = with_exif(&jpeg(&picture(400, 200)), 6);
    assert!(MARKS.iter().all(|mark| has(&taken, mark)), "the camera wrote them");
    let kept = shrink(&taken, 1_600).unwrap();
    assert!(!MARKS.iter().any(|mark| has(&kept, mark)));
    // No application segment but JFIF's own.
    assert!((0xE1..=0xEF).all(|marker| !has(&kept[..64], &[0xFF, marker])));
    let upright = shown(&kept);
    assert_eq!(upright.dimensions(), (200, 400));
    assert!(is_red(upright.get_pixel(100, 50)) && !is_red(upright.get_pixel(100, 350)));
}

#[test]
fn every_way_a_camera_is_held() {
    for orientation in 1..=8 {
        let upright =
            shown(&shrink(&with_exif(&jpeg(&picture(64, 32)), orientation), 1_600).unwrap());
        let turned = orientation >= 5;
        assert_eq!(upright.width() < upright.height(), turned, "{orientation}");
        let first = is_red(upright.get_pixel(4, 4));
        // Red stands left or above but where the picture was mirrored or upside down.
        assert_eq!(first, matches!(orientation, 1 | 4 | 5 | 6), "{orientation}");
    }
}

#[test]
fn it_is_shrunk_and_never_grown() {
    for (size, edge, kept) in [
        ((2_000, 1_000), 800, (800, 400)),
        ((1_000, 2_000), 800, (400, 800)),
        ((300, 200), 800, (300, 200)),
        ((4_000, 1), 800, (800, 1)),
    ] {
        let small = shrink(&png(&picture(size.0, size.1)), edge).unwrap();
        assert_eq!(shown(&small).dimensions(), kept);
    }
}

#[test]
fn a_bomb_is_refused_before_it_is_decoded() {
    let mut bomb = jpeg(&picture(16, 16));
    let frame = bomb.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    // Height and width of the frame header: 4.2 thousand million pixels.
    bomb[frame + 5..frame + 9].fill(0xFD);
    assert_eq!(shrink(&bomb, 1_600).err(), Some(Code::PictureTooLarge));
}

#[test]
fn what_is_no_whole_picture_is_refused() {
    let whole = png(&picture(64, 64));
    for bad in [&b""[..], b"%PDF-1.7", b"GIF89a", b"\xff\xd8\xff", &whole[..whole.len() / 2]] {
        assert_eq!(shrink(bad, 1_600).err(), Some(Code::BadPicture));
    }
    let huge = vec![0xFF; MAX_FILE + 1];
    assert_eq!(shrink(&huge, 1_600).err(), Some(Code::FileTooLarge));
}
