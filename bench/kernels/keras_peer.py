"""Keras' side of the benchmark, on TensorFlow's CPU build. One JSON line in, one out."""
import json
import os
import resource
import sys
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(int(os.environ["BENCH_THREADS"]))
tf.config.threading.set_inter_op_parallelism_threads(int(os.environ["BENCH_THREADS"]))
CLASSES = 10


def work_of(request):
    shape = (request["batch"], request["time"], request["inputs"])
    layer = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU}[request["cell"]](request["units"])
    head = keras.layers.Dense(CLASSES)
    x = tf.random.normal(shape)
    labels = tf.range(request["batch"]) % CLASSES
    varied = request["lengths"] == "varied"
    mask = tf.sequence_mask(request["lengthOf"], request["time"]) if varied else None
    head(layer(x))
    variables = layer.trainable_variables + head.trainable_variables
    optimizer = keras.optimizers.Adam(1e-3, global_clipnorm=1.0)
    optimizer.build(variables)

    @tf.function
    def train(inputs):
        with tf.GradientTape() as tape:
            logits = head(layer(inputs, mask=mask, training=True))
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
        gradients = tape.gradient(loss, [variable.value for variable in variables])
        optimizer.apply(gradients, variables)
        return loss

    @tf.function
    def sequence(inputs):
        return head(layer(inputs))

    run = {"train": train, "sequence": sequence}[request["do"]]
    return lambda: run(x).numpy()


def say(answer):
    print(json.dumps(answer), flush=True)


threads = tf.config.threading.get_intra_op_parallelism_threads()
say({"version": f"Keras {keras.__version__}, TensorFlow {tf.__version__}", "threads": threads})
work = None
for line in sys.stdin:
    request = json.loads(line)
    try:
        if request["do"] == "forget":
            work = None
            keras.backend.clear_session()
            say({"peakRssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})
            continue
        work = work or work_of(request)
        ms = []
        for _ in range(request["steps"]):
            start = time.perf_counter()
            work()
            ms.append((time.perf_counter() - start) * 1e3)
        say({"ms": ms})
    except KeyError:
        say({"error": "not measured"})
