//! Work in parallel, results in order.
//!
//! Takes an iterator of items, a function that works on each, and a sink; gives the sink every result in the order of
//! the items. A worker that runs too far ahead waits, so that memory stays bounded whatever one item costs.

use crate::error::{Error, Result};
use rayon::iter::{ParallelBridge, ParallelIterator};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many results may wait for an earlier one.
const AHEAD: usize = 32;

struct Order<R, S> {
    next: usize,
    waiting: BTreeMap<usize, R>,
    sink: S,
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
    let order = Mutex::new(Order { next: 0, waiting: BTreeMap::new(), sink, failure: None });
    let turned = Condvar::new();
    items.enumerate().par_bridge().for_each(|(index, item)| {
        let mut guard = lock(&order);
        while index > guard.next + AHEAD && guard.failure.is_none() {
            guard = turned.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
        let failed = guard.failure.is_some();
        drop(guard);
        if !failed {
            // A worker that falls must not leave the others waiting for its result.
            let careful = || catch_unwind(AssertUnwindSafe(|| item.and_then(&work)));
            let result = careful().unwrap_or_else(|_| Err(Error::Broken("a worker fell".into())));
            deliver(&mut lock(&order), index, result);
            turned.notify_all();
        }
    });
    let order = order.into_inner().unwrap_or_else(PoisonError::into_inner);
    order.failure.map_or(Ok(()), Err)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn deliver<R, S: FnMut(R) -> Result<()>>(order: &mut Order<R, S>, index: usize, result: Result<R>) {
    match result {
        Ok(result) => {
            order.waiting.insert(index, result);
        }
        Err(error) => {
            order.failure.get_or_insert(error);
        }
    }
    while order.failure.is_none() {
        let Some(result) = order.waiting.remove(&order.next) else { break };
        order.next += 1;
        if let Err(error) = (order.sink)(result) {
            order.failure = Some(error);
        }
    }
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
