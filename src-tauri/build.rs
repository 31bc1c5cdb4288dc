//! Compiles the window's configuration and capabilities into the binary.
fn main() {
    tauri_build::build();
}
