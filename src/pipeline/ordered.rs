//! Work in parallel, results in order.
//!
//! Takes an iterator of items, a function that works on each, and a sink; gives the sink every result in the order of
//! the items. Whoever brings the result that is due hands it to the sink while the others work on: reading, working and
//! writing overlap. A worker that runs too far ahead waits, so that memory stays bounded whatever one item costs.

use crate::error::{Error, Result};
use rayon::iter::{ParallelBridge, ParallelIterator};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many results may wait for an earlier one, for each thread.
const AHEAD: usize = 3;

struct Order<R, S> {
    next: usize,
    waiting: BTreeMap<usize, R>,
    /// Away while a worker is handing it a result.
    sink: Option<S>,
    failure: Option<Error>,
}

/// Runs `work` on every item with the current thread pool and hands the results to `sink` in order.
///
/// # Errors
/// The first error of the items (in order of their arrival), of `work` or of `sink`, or [`Error::Broken`] if `work`
/// panicked; the rest is not worked on.
pub(super) fn in_order<I, T, R, W, S>(items: I, work: W, sink: S) -> Result<()>
where
    I: Iterator<Item = Result<T>> + Send,
    T: Send,
    R: Send,
    W: Fn(T) -> Result<R> + Sync,
    S: FnMut(R) -> Result<()> + Send,
{
    let ahead = AHEAD * rayon::current_num_threads();
    let order = Order { next: 0, waiting: BTreeMap::new(), sink: Some(sink), failure: None };
    let (order, turned) = (Mutex::new(order), Condvar::new());
    items.enumerate().par_bridge().for_each(|(index, item)| {
        let mut guard = lock(&order);
        while index > guard.next + ahead && guard.failure.is_none() {
            guard = turned.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
        let failed = guard.failure.is_some();
        drop(guard);
        if !failed {
            // A worker that falls must not leave the others waiting for its result.
            let careful = || catch_unwind(AssertUnwindSafe(|| item.and_then(&work)));
            let result = careful().unwrap_or_else(|_| Err(Error::Broken("a worker fell".into())));
            deliver((&order, &turned), index, result);
        }
    });
    let order = order.into_inner().unwrap_or_else(PoisonError::into_inner);
    order.failure.map_or(Ok(()), Err)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Leaves a result; if nobody is at the sink, hands it all results that are due.
fn deliver<R, S: FnMut(R) -> Result<()>>(
    (order, turned): (&Mutex<Order<R, S>>, &Condvar),
    index: usize,
    result: Result<R>,
) {
    let mut guard = lock(order);
    match result {
        Ok(result) => {
            guard.waiting.insert(index, result);
        }
        Err(error) => {
            guard.failure.get_or_insert(error);
            turned.notify_all();
        }
    }
    let Some(mut sink) = guard.sink.take() else { return };
    while guard.failure.is_none() {
        let next = guard.next;
        let Some(due) = guard.waiting.remove(&next) else { break };
        drop(guard);
        let handed = catch_unwind(AssertUnwindSafe(|| sink(due)));
        guard = lock(order);
        guard.next += 1;
        let handed = handed.unwrap_or_else(|_| Err(Error::Broken("the writer fell".into())));
        guard.failure = guard.failure.take().or(handed.err());
        turned.notify_all();
    }
    guard.sink = Some(sink);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_they_cost() {
        let mut seen = Vec::new();
        let items = (0..200_u64).map(Ok);
        let work = |n: u64| {
            std::thread::sleep(std::time::Duration::from_micros((n * 7919) % 500));
            Ok(n)
        };
        in_order(items, work, |n| {
            seen.push(n);
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_ends_the_work() {
        let work = |n: u32| if n == 5 { Err(Error::Config("five".into())) } else { Ok(n) };
        let mut sum = 0;
        let error = in_order((0..1000).map(Ok), work, |n| {
            sum += n;
            Ok(())
        })
        .unwrap_err();
        assert_eq!(error.to_string(), "five");
        assert!(sum <= 10);
    }
}
