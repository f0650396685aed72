//! Input that means harm, or that was made without care: a precise refusal or safe code, told case by case.

mod fixtures;
mod large;
