//! Nothing of a catalogue becomes markup.
