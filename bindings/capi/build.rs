//! Gives the shared library its SONAME: 0 until version 1.0.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let unix = std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| ["linux", "freebsd", "android"].contains(&&*os));
    if unix {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libllmguard.so.0");
    }
}
