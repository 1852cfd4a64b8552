//! How every bench here measures: few samples, short warm-up, throughput in bytes of article text.
//!
//! Takes a name, bytes and work, gives a criterion group. Keeps a stage under ten seconds.

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use std::time::Duration;

/// A group of benches over the same bytes.
pub(crate) fn group<'a>(
    c: &'a mut Criterion,
    stage: &str,
    bytes: u64,
) -> BenchmarkGroup<'a, WallTime> {
    let mut group = c.benchmark_group(stage);
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(2));
    group.throughput(Throughput::Bytes(bytes));
    group
}
