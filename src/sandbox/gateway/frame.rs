//! How a payload travels: plain text, one zlib document each, or a compressed stream.

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use flate2::{Compress, Compression, FlushCompress};

/// The compression a client asked for in the address.
#[derive(Debug)]
pub(crate) enum Transport {
    /// None; `compress` in the Identify may still ask for single compressed payloads.
    Plain { large_ones_packed: bool },
    /// `zlib-stream`: one zlib stream over the connection, flushed after each payload.
    Zlib(Box<Compress>),
    /// `zstd-stream`: one frame over the connection. The blocks are stored, not packed, which
    /// every decoder reads.
    Zstd { begun: bool },
}

/// From here on a payload is packed when the Identify asked for it (bytes).
const LARGE: usize = 512;

impl Transport {
    /// Reads the `compress` parameter; `None` for one that does not exist.
    pub(crate) fn named(name: Option<&str>) -> Option<Transport> {
        match name {
            None | Some("") => Some(Transport::Plain {
                large_ones_packed: false,
            }),
            Some("zlib-stream") => Some(Transport::Zlib(Box::new(Compress::new(
                Compression::default(),
                true,
            )))),
            Some("zstd-stream") => Some(Transport::Zstd { begun: false }),
            Some(_) => None,
        }
    }

    /// Takes over what the Identify says about compression.
    pub(crate) fn identify(&mut self, compress: bool) {
        if let Transport::Plain { large_ones_packed } = self {
            *large_ones_packed = compress;
        }
    }

    /// The websocket message for a payload.
    pub(crate) fn encode(&mut self, payload: String) -> Message {
        match self {
            Transport::Plain {
                large_ones_packed: true,
            } if payload.len() >= LARGE => {
                let mut document = Compress::new(Compression::default(), true);
                Message::Binary(
                    deflate(&mut document, payload.as_bytes(), FlushCompress::Finish).into(),
                )
            }
            Transport::Plain { .. } => Message::Text(payload.into()),
            Transport::Zlib(stream) => {
                Message::Binary(deflate(stream, payload.as_bytes(), FlushCompress::Sync).into())
            }
            Transport::Zstd { begun } => {
                Message::Binary(store(payload.as_bytes(), std::mem::replace(begun, true)).into())
            }
        }
    }
}

fn deflate(stream: &mut Compress, input: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut out = Vec::with_capacity(input.len() / 2 + 64);
    let start = stream.total_in();
    loop {
        let read = usize::try_from(stream.total_in() - start).unwrap_or(input.len());
        let rest = input.get(read..).unwrap_or_default();
        let before = out.len();
        let spare = out.capacity() - before;
        if stream.compress_vec(rest, &mut out, flush).is_err() {
            return out;
        }
        let written = out.len() - before;
        // Room left over means that everything, the flush too, is out.
        if written < spare {
            return out;
        }
        out.reserve(input.len() / 2 + 64);
    }
}

/// Raw Zstandard blocks (RFC 8878, section 3.1.1.2), after a frame header at the beginning.
fn store(input: &[u8], begun: bool) -> Vec<u8> {
    const MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
    const NO_SIZE_NO_CHECKSUM: u8 = 0;
    const WINDOW_1_MIB: u8 = 10 << 3;
    const BLOCK: usize = 128 * 1024;
    let mut out = Vec::with_capacity(input.len() + 16);
    if !begun {
        out.extend(MAGIC);
        out.extend([NO_SIZE_NO_CHECKSUM, WINDOW_1_MIB]);
    }
    for block in input.chunks(BLOCK) {
        // Not the last block, type 0 (raw), and the size in the upper 21 bits.
        let header = u32::try_from(block.len()).unwrap_or(0) << 3;
        out.extend(header.to_le_bytes().into_iter().take(3));
        out.extend(block);
    }
    out
}

/// A close frame.
pub(crate) fn close(code: u16, reason: &'static str) -> Message {
    Message::Close(Some(CloseFrame {
        code,
        reason: Utf8Bytes::from_static(reason),
    }))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn binary(message: Message) -> Vec<u8> {
        let Message::Binary(bytes) = message else {
            panic!("not binary: {message:?}")
        };
        bytes.to_vec()
    }

    #[test]
    fn a_zlib_stream_ends_each_payload_with_a_sync_flush() {
        let mut transport = Transport::named(Some("zlib-stream")).unwrap();
        let mut whole = Vec::new();
        let payloads = [
            "{}".to_owned(),
            "x".repeat(100_000),
            "{\"op\":11}".to_owned(),
        ];
        for payload in payloads.clone() {
            let bytes = binary(transport.encode(payload));
            assert!(bytes.ends_with(&[0, 0, 0xFF, 0xFF]));
            whole.extend(bytes);
        }
        let mut text = vec![0; payloads.concat().len()];
        flate2::read::ZlibDecoder::new(&*whole)
            .read_exact(&mut text)
            .unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), payloads.concat());
    }

    #[test]
    fn a_large_payload_is_one_zlib_document_when_the_identify_asked() {
        let mut transport = Transport::named(None).unwrap();
        let payload = "hello ".repeat(1_000);
        assert!(matches!(
            transport.encode(payload.clone()),
            Message::Text(_)
        ));
        transport.identify(true);
        assert!(matches!(transport.encode("{}".into()), Message::Text(_)));
        let bytes = binary(transport.encode(payload.clone()));
        let mut text = String::new();
        flate2::read::ZlibDecoder::new(&*bytes)
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, payload);
    }

    /// Reads the frame back by the format's description (RFC 8878), block by block.
    #[test]
    fn a_zstd_stream_is_one_frame_of_raw_blocks() {
        let mut transport = Transport::named(Some("zstd-stream")).unwrap();
        let payloads = ["{}".to_owned(), "x".repeat(300_000), "{}".to_owned()];
        let whole: Vec<u8> = payloads
            .iter()
            .flat_map(|payload| binary(transport.encode(payload.clone())))
            .collect();
        let (header, mut rest) = whole.split_at(6);
        assert_eq!(header, [0x28, 0xB5, 0x2F, 0xFD, 0, 10 << 3]);
        let mut text: Vec<u8> = Vec::new();
        while let [a, b, c, blocks @ ..] = rest {
            let block = u32::from_le_bytes([*a, *b, *c, 0]);
            assert_eq!(block & 0b111, 0, "not the last one, and raw");
            let size = (block >> 3) as usize;
            assert!(size <= 128 * 1024);
            text.extend(&blocks[..size]);
            rest = &blocks[size..];
        }
        assert_eq!(text, payloads.concat().into_bytes());
    }

    #[test]
    fn an_unknown_compression_is_refused() {
        assert!(Transport::named(Some("brotli")).is_none());
    }
}
