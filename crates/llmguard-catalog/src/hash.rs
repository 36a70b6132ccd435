//! Hash: SHA-256 and Keccak-256, for the check digits of wallet addresses and for nothing secret.
//!
//! A crate for each would be larger than both. A Bitcoin address ends in four bytes of a double SHA-256, FIPS 180-4; Ethereum
//! capitalises by Keccak-256 as it was before FIPS 202 changed the padding.

#[rustfmt::skip]
const ROUND: [u32; 64] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

/// The SHA-256 of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut message = bytes.to_vec();
    message.push(0x80);
    message.resize((bytes.len() + 9).next_multiple_of(64) - 8, 0);
    message.extend((bytes.len() as u64 * 8).to_be_bytes());
    let start = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    let state = message.chunks(64).fold(start, sha_block);
    let mut hash = [0; 32];
    hash.iter_mut().zip(state.iter().flat_map(|word| word.to_be_bytes())).for_each(|(to, from)| *to = from);
    hash
}

/// One block of 64 bytes.
fn sha_block(state: [u32; 8], block: &[u8]) -> [u32; 8] {
    // The last 16 words of the schedule, oldest first.
    let mut words = [0_u32; 16];
    words.iter_mut().zip(block.chunks(4)).for_each(|(word, bytes)| {
        *word = bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    });
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
    for round in ROUND {
        let [w0, w1, .., w14, _] = words;
        let w9 = words[9];
        let s0 = w1.rotate_right(7) ^ w1.rotate_right(18) ^ w1 >> 3;
        let s1 = w14.rotate_right(17) ^ w14.rotate_right(19) ^ w14 >> 10;
        words.rotate_left(1);
        words[15] = w0.wrapping_add(s0).wrapping_add(w9).wrapping_add(s1);

        let sum1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let choice = e & f ^ !e & g;
        let t1 = h.wrapping_add(sum1).wrapping_add(choice).wrapping_add(round).wrapping_add(w0);
        let sum0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let t2 = sum0.wrapping_add(a & b ^ a & c ^ b & c);
        (a, b, c, d, e, f, g, h) = (t1.wrapping_add(t2), a, b, c, d.wrapping_add(t1), e, f, g);
    }
    let mut next = [a, b, c, d, e, f, g, h];
    next.iter_mut().zip(state).for_each(|(word, before)| *word = word.wrapping_add(before));
    next
}

/// The Keccak-256 of some bytes: rate of 136 bytes, padding `0x01`.
pub(crate) fn keccak256(bytes: &[u8]) -> [u8; 32] {
    let mut message = bytes.to_vec();
    message.push(1);
    message.resize((bytes.len() + 1).next_multiple_of(136), 0);
    if let Some(last) = message.last_mut() {
        *last |= 0x80;
    }
    let mut lanes = [0_u64; 25];
    for block in message.chunks(136) {
        lanes.iter_mut().zip(block.chunks(8)).for_each(|(lane, bytes)| {
            *lane ^= bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        });
        permute(&mut lanes);
    }
    let mut hash = [0; 32];
    hash.iter_mut().zip(lanes.iter().flat_map(|lane| lane.to_le_bytes())).for_each(|(to, from)| *to = from);
    hash
}

/// Keccak-f[1600], FIPS 202 section 3: lane `x + 5y`. Rotations and round constants are computed as the standard defines them.
#[expect(clippy::indexing_slicing, reason = "every index is taken modulo 5")]
fn permute(lanes: &mut [u64; 25]) {
    let mut feedback = 1_u8;
    for _ in 0..24 {
        // Theta.
        let parity: [u64; 5] = std::array::from_fn(|x| (0..5).fold(0, |sum, y| sum ^ lanes[x + 5 * y]));
        for x in 0..5 {
            let change = parity[(x + 4) % 5] ^ parity[(x + 1) % 5].rotate_left(1);
            (0..5).for_each(|y| lanes[x + 5 * y] ^= change);
        }
        // Rho and pi.
        let (mut x, mut y, mut lane) = (1, 0, lanes[1]);
        for t in 1..=24 {
            (x, y) = (y, (2 * x + 3 * y) % 5);
            let moved = lane.rotate_left(t * (t + 1) / 2 % 64);
            lane = std::mem::replace(&mut lanes[x + 5 * y], moved);
        }
        // Chi.
        for row in lanes.chunks_mut(5) {
            let before: [u64; 5] = std::array::from_fn(|x| row[x]);
            (0..5).for_each(|x| row[x] = before[x] ^ !before[(x + 1) % 5] & before[(x + 2) % 5]);
        }
        // Iota: a shift register of 8 bits, seven of its outputs a round.
        for bit in 0..7 {
            lanes[0] ^= u64::from(feedback & 1) << ((1_u32 << bit) - 1);
            feedback = (feedback << 1) ^ (0x71 * (feedback >> 7));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(hash: [u8; 32]) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn published_examples_hold() {
        // FIPS 180-4, examples of NIST.
        assert_eq!(hex(sha256(b"")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex(sha256(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let two_blocks = sha256(b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
        assert_eq!(hex(two_blocks), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        // The Keccak team's known answers; Ethereum yellow paper, the hash of nothing.
        assert_eq!(hex(keccak256(b"")), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
        assert_eq!(hex(keccak256(b"abc")), "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    }
}
