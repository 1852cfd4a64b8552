//! Laws about whole runs, from bytes to bytes.
//!
//! To come with the pipeline: every record ends in one place; 1 and 8 threads write the same bytes; input order changes
//! no cluster; cleaned text is a subsequence of the original; removals lie within it; `restore` gives the input back.
