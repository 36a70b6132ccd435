//! Place hash: how a place's name becomes a number, for `build.rs`, which makes the table, and for [`places`](crate::places),
//! which asks it.

/// Slots of the table, two for each name or more.
pub(crate) const SLOTS: usize = 1 << 16;
/// How a hash begins.
pub(crate) const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// One more character of a name: FNV-1a, without case, any blank and any apostrophe being one.
#[inline]
pub(crate) fn add(hash: u64, c: char) -> u64 {
    let byte = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let c = match c {
        '\u{a0}' => ' ',
        '’' => '\'',
        _ => c,
    };
    if c.is_ascii() {
        return byte(hash, c.to_ascii_lowercase() as u8);
    }
    let small = c.to_lowercase().next().unwrap_or(c);
    small.encode_utf8(&mut [0; 4]).bytes().fold(hash, byte)
}

/// Which slot a name belongs in, and the part of its slot that says so; the two lowest bits are free.
#[inline]
pub(crate) fn slot(hash: u64) -> (usize, u32) {
    let mixed = (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed >> 48) as usize % SLOTS, (mixed as u32) << 2)
}
