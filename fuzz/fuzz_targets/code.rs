#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cacah_fuzz::target::code(bytes));
