//! Malicious and malformed input gives precise errors or safe code.

mod fixtures;
mod large;
