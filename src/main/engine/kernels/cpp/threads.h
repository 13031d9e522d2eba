// The addon's own threads and its memory, shared by every JavaScript thread of the process.
#pragma once
#include "recurrent.h"
#include "rounds.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

namespace unroll {

// Threads that wait for work: a short spin (a training step asks several times in a row), then asleep.
class ThreadPool {
 public:
  static ThreadPool& shared() {
    static ThreadPool pool;
    return pool;
  }

  // One caller at a time; the caller works as well.
  void run(int count, void (*task)(void*, int), void* context, int threads) {
    if (count <= 1 || threads <= 1) {
      for (int i = 0; i < count; ++i) task(context, i);
      return;
    }
    std::lock_guard<std::mutex> turn(turn_);
    while (static_cast<int>(threads_.size()) < threads - 1)
      threads_.emplace_back([this, seen = rounds_.current()] { loop(seen); });
    begin(count, task, context);
    help();
    await([&] { return rounds_.isDone(count); }, finished_);
  }

  // Ends all threads; the next run starts new ones.
  void stop() {
    std::lock_guard<std::mutex> turn(turn_);
    stopping_.store(true);
    begin(0, nullptr, nullptr);
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    stopping_.store(false);
  }

  ~ThreadPool() { stop(); }

 private:
  void begin(int count, void (*task)(void*, int), void* context) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      rounds_.begin(count, task, context);
    }
    wake_.notify_all();
  }

  void help() {
    rounds_.help([this] {
      std::lock_guard<std::mutex> lock(mutex_);
      finished_.notify_one();
    });
  }

  void loop(uint32_t seen) {
    while (!stopping_.load()) {
      await([&] { return rounds_.current() != seen; }, wake_);
      seen = rounds_.current();
      help();
    }
  }

  template <typename Condition>
  void await(Condition holds, std::condition_variable& signal) {
    for (int spin = 1; spin <= kSpins; ++spin) {
      if (holds()) return;
      if (spin % 64 == 0) std::this_thread::yield();
    }
    std::unique_lock<std::mutex> lock(mutex_);
    signal.wait(lock, holds);
  }

  static constexpr int kSpins = 4096;
  std::vector<std::thread> threads_;
  std::mutex turn_, mutex_;
  std::condition_variable wake_, finished_;
  std::atomic<bool> stopping_{false};
  Rounds rounds_;
};

// Buffers kept for the next step, which needs the same again: fresh pages from the system cost more than the product
// of a small layer. At most kKeptBytes are kept.
class BufferPool {
 public:
  struct Buffer {
    float* data;
    size_t floats;
  };

  static BufferPool& shared() {
    static BufferPool pool;
    return pool;
  }

  // @throws std::bad_alloc
  Buffer acquire(size_t floats) {
    const size_t wanted = sizeClass(floats);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      for (size_t i = free_.size(); i-- > 0;) {
        if (free_[i].floats != wanted) continue;
        const Buffer found = free_[i];
        free_.erase(free_.begin() + static_cast<ptrdiff_t>(i));
        kept_ -= wanted * sizeof(float);
        return found;
      }
    }
    return {static_cast<float*>(::operator new(wanted * sizeof(float), std::align_val_t(64))), wanted};
  }

  void release(Buffer buffer) {
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(buffer);
    kept_ += buffer.floats * sizeof(float);
    while (kept_ > kKeptBytes) drop();
  }

  void clear() {
    std::lock_guard<std::mutex> lock(mutex_);
    while (!free_.empty()) drop();
  }

  ~BufferPool() { clear(); }

 private:
  // Four sizes to each power of two, so that batches of nearly the same length share buffers.
  static size_t sizeClass(size_t floats) {
    size_t step = 1024;
    while (step * 8 <= floats) step *= 2;
    return (floats + step) / step * step;
  }

  void drop() {
    kept_ -= free_.front().floats * sizeof(float);
    ::operator delete(free_.front().data, std::align_val_t(64));
    free_.erase(free_.begin());
  }

  static constexpr size_t kKeptBytes = size_t(256) << 20;
  std::mutex mutex_;
  std::vector<Buffer> free_;
  size_t kept_ = 0;
};

}  // namespace unroll
