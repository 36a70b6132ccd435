/// 32 bits of a folded word, for the table and for who looks up in it: small letters, umlauts as two. (`build.rs` includes
/// this file too.)
fn hash(word: &[u8]) -> u32 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        word.iter().for_each(|byte| add(byte.to_ascii_lowercase()));
    } else {
        for c in std::str::from_utf8(word).unwrap_or_default().chars().flat_map(char::to_lowercase) {
            let pair = match c {
                'ä' => "ae",
                'ö' => "oe",
                'ü' => "ue",
                'ß' => "ss",
                c => {
                    c.encode_utf8(&mut [0; 4]).bytes().for_each(&mut add);
                    continue;
                }
            };
            pair.bytes().for_each(&mut add);
        }
    }
    (state ^ state >> 29)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .to_le_bytes()
        .last_chunk()
        .map_or(0, |high| u32::from_le_bytes(*high))
}
