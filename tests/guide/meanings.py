"""What every indicator and every promise of the specs means, in the facts of a scene."""

import dataclasses
from collections.abc import Mapping

from tests.guide.reckoning import (
    DAY,
    HOUR,
    MINUTES,
    Meaning,
    Pick,
    Promise,
    Values,
    View,
    answered,
    average,
    behind,
    divided,
    drained,
    everything,
    failed,
    grown,
    held,
    most,
    oldest,
    per_second,
    percentile,
    refused,
    rest,
    seen,
    share,
    share_of_group,
    times,
    whole,
    within,
)
from tests.guide.scene import Labels

# The constants of the project.
_CORES = 1
_MEMORY = 4e9
_BUDGET = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """What an indicator tells, by which labels, and where it has percentiles, which."""

    by: tuple[str, ...]
    meanings: Mapping[str, Meaning]

    def of(self, view: View, percentile_name: str = "") -> Values:
        """Return its values."""
        return self.meanings[percentile_name](view)


def _one(by: str, meaning: Meaning) -> Measure:
    return Measure(tuple(by.split()), {"": meaning})


def _latency(
    by: str, name: str, percents: str = "50 95 99", pick: Pick = everything, over: float = MINUTES
) -> Measure:
    meanings = {
        f"p{percent}": percentile(float(percent), name, pick, over) for percent in percents.split()
    }
    return Measure(tuple(by.split()), meanings)


def _shared(labels: Labels) -> bool:
    return labels["backend_type"] in {"redis", "postgres"}


def _state(name: str) -> Meaning:
    return seen(f"state_backend_{name}", _shared)


def _now_against_an_hour_ago(view: View) -> Values:
    now, then = (
        per_second("http_requests_total")(dataclasses.replace(view, ago=ago)) for ago in (0, HOUR)
    )
    return {group: value / then[group] - 1 for group, value in now.items()}


_SPEND = within("llm_cost_total", DAY)
_LOOKUPS = ("state_cache_hits_total", "state_cache_misses_total")
_SENDS = ("kafka_producer_errors_total", "kafka_producer_messages_sent_total")
_EXPERIMENT = "experiment_id variant_id metric_name"
_REQUESTS = "http_request_duration_ms"

MEASURES: dict[str, Measure] = {
    "system.availability": _one("", held("up")),
    "system.instance_up": _one("instance", held("up")),
    "system.cpu": _one("instance", times(1 / _CORES, per_second("process_cpu_seconds_total"))),
    "system.memory": _one("instance", times(1 / _MEMORY, held("process_memory_bytes"))),
    "system.process_memory": _one("instance memory_type", held("process_memory_bytes")),
    "system.machine_memory": _one("instance", held("machine_memory_bytes")),
    "system.heap": _one("instance", held("process_heap_bytes")),
    "system.heap_used": _one(
        "instance", divided(held("process_heap_bytes"), held("process_heap_max_bytes"))
    ),
    "system.threads": _one("instance", held("process_threads_total")),
    "system.thread_pool": _one(
        "instance pool_name",
        divided(held("threadpool_active_threads"), held("threadpool_max_threads")),
    ),
    "system.disk_read": _one("instance device", per_second("disk_read_bytes_total")),
    "system.disk_write": _one("instance device", per_second("disk_write_bytes_total")),
    "system.disk_space": _one(
        "instance mount_point", divided(held("disk_used_bytes"), held("disk_total_bytes"))
    ),
    "http.request_rate": _one("", per_second("http_requests_total")),
    "http.request_rate_change": _one("", _now_against_an_hour_ago),
    "http.error_ratio": _one("", share("http_requests_total", "http_requests_total", pick=failed)),
    "http.success_ratio": _one(
        "", rest(share("http_requests_total", "http_requests_total", pick=failed))
    ),
    "http.client_error_ratio": _one(
        "", share("http_requests_total", "http_requests_total", pick=refused)
    ),
    "http.errors": _one("endpoint", per_second("http_requests_total", failed)),
    "http.latency": _latency("", _REQUESTS, pick=answered),
    "http.latency_mean": _one("", average(_REQUESTS, answered)),
    "http.connections": _one("state", held("http_connections_active")),
    "http.connection_rate": _one("", per_second("http_connections_total")),
    "http.keepalive": _one("", held("http_connections_keepalive")),
    "stream.received": _one("pipeline", per_second("stream_events_received_total")),
    "stream.processed": _one("pipeline", per_second("stream_events_processed_total")),
    "stream.dropped": _one("pipeline reason", per_second("stream_events_dropped_total")),
    "stream.late": _one("pipeline", per_second("late_events_total")),
    "stream.backlog_growth": _one("pipeline", behind),
    "stream.drop_ratio": _one(
        "pipeline", share("stream_events_dropped_total", "stream_events_received_total")
    ),
    "stream.late_ratio": _one(
        "pipeline", share("late_events_total", "stream_events_received_total")
    ),
    "stream.latency": _latency("pipeline", "stream_processing_duration_ms"),
    "stream.e2e_latency": _latency("pipeline", "stream_e2e_latency_ms"),
    "stream.queue": _one("pipeline", most("stream_backpressure_queue_size")),
    "stream.queue_used": _one(
        "instance pipeline operator",
        divided(most("stream_backpressure_queue_size"), most("stream_backpressure_queue_capacity")),
    ),
    "stream.backpressure": _one("pipeline", per_second("stream_backpressure_events_total")),
    "stream.windows_created": _one("window_type", per_second("window_created_total")),
    "stream.windows_triggered": _one("window_type", per_second("window_triggered_total")),
    "stream.windows_active": _one("window_type", held("window_active_count")),
    "stream.window_size": _latency("window_type", "window_size_bytes"),
    "stream.window_late_drops": _one("window_type", per_second("window_late_data_dropped_total")),
    "stream.watermark_lag": _one("pipeline", most("watermark_lag_ms")),
    "stream.watermark_age": _one("pipeline", oldest("watermark_current_timestamp_ms")),
    # A clock that keeps pace: it is a thousand milliseconds further after each second.
    "stream.watermark_progress": _one(
        "pipeline", times(1 / MINUTES, grown(most("watermark_current_timestamp_ms"), MINUTES))
    ),
    "state.gets": _one("backend_type", per_second("state_backend_get_total")),
    "state.puts": _one("backend_type", per_second("state_backend_put_total")),
    "state.deletes": _one("backend_type", per_second("state_backend_delete_total")),
    "state.reads_per_write": _one(
        "backend_type",
        share("state_backend_get_total", "state_backend_put_total", "state_backend_delete_total"),
    ),
    "state.operations": _one(
        "backend_type operation", per_second("state_backend_operations_total")
    ),
    "state.errors": _one(
        "backend_type operation error_type", per_second("state_backend_errors_total")
    ),
    "state.error_ratio": _one(
        "backend_type operation",
        share("state_backend_errors_total", "state_backend_operations_total"),
    ),
    "state.get_latency": _latency("backend_type cache_hit", "state_backend_get_duration_ms"),
    "state.put_latency": _latency("backend_type", "state_backend_put_duration_ms"),
    "state.delete_latency": _latency("backend_type", "state_backend_delete_duration_ms"),
    "state.size": _one("backend_type namespace", _state("size_bytes")),
    "state.entries": _one("backend_type namespace", _state("entries_count")),
    "state.entry_size": _one(
        "backend_type namespace", divided(_state("size_bytes"), _state("entries_count"))
    ),
    "state.growth": _one("backend_type", grown(_state("size_bytes"), HOUR)),
    "state.checkpoints": _one(
        "backend_type checkpoint_type", within("state_checkpoint_count_total", HOUR)
    ),
    "state.checkpoint_failures": _one(
        "backend_type checkpoint_type", within("state_checkpoint_failures_total", HOUR)
    ),
    "state.checkpoint_duration": _latency(
        "backend_type checkpoint_type", "state_checkpoint_duration_ms", "50 95", over=HOUR
    ),
    "state.checkpoint_size": _one(
        "backend_type checkpoint_type", most("state_checkpoint_size_bytes")
    ),
    "cache.hits": _one("cache_layer", per_second("state_cache_hits_total")),
    "cache.misses": _one("cache_layer", per_second("state_cache_misses_total")),
    "cache.hit_ratio": _one("cache_layer", share("state_cache_hits_total", *_LOOKUPS)),
    "cache.evictions": _one("cache_layer", per_second("state_cache_evictions_total")),
    "cache.expirations": _one("cache_layer", per_second("state_cache_expirations_total")),
    "cache.entries": _one("cache_layer", held("cache_entries_count")),
    "cache.size": _one("cache_layer", held("cache_size_bytes")),
    "cache.used": _one(
        "cache_layer", divided(held("cache_size_bytes"), held("cache_capacity_bytes"))
    ),
    "cache.get_latency": _latency("cache_layer", "cache_get_duration_ms"),
    "cache.put_latency": _latency("cache_layer", "cache_put_duration_ms"),
    "kafka.sent": _one("topic", per_second("kafka_producer_messages_sent_total")),
    "kafka.send_errors": _one("topic error_type", per_second("kafka_producer_errors_total")),
    "kafka.send_error_ratio": _one("topic", share("kafka_producer_errors_total", *_SENDS)),
    "kafka.send_latency": _latency("topic", "kafka_producer_latency_ms"),
    "kafka.batch_size": _latency("topic", "kafka_producer_batch_size", "50 95"),
    "kafka.consumed": _one(
        "consumer_group topic", per_second("kafka_consumer_messages_consumed_total")
    ),
    "kafka.lag": _one("consumer_group topic", seen("kafka_consumer_lag")),
    "kafka.drain_time": _one("consumer_group topic", drained),
    "kafka.offset": _one("consumer_group topic partition", most("kafka_consumer_offset")),
    "kafka.rebalances": _one("consumer_group", within("kafka_consumer_rebalances_total", HOUR)),
    "llm.requests": _one("provider model", per_second("llm_requests_total")),
    "llm.errors": _one("provider model error_type", per_second("llm_errors_total")),
    "llm.error_ratio": _one("provider model", share("llm_errors_total", "llm_requests_total")),
    "llm.latency": _latency("provider model", "llm_request_duration_ms"),
    "llm.tokens": _one("provider model", per_second("llm_tokens_total")),
    "llm.input_tokens": _one("provider model", per_second("llm_input_tokens_total")),
    "llm.output_tokens": _one("provider model", per_second("llm_output_tokens_total")),
    "llm.cached_tokens": _one("provider model", per_second("llm_cached_tokens_total")),
    "llm.cached_ratio": _one(
        "provider model", share("llm_cached_tokens_total", "llm_input_tokens_total")
    ),
    "llm.hourly_cost": _one("provider model", within("llm_cost_total", HOUR)),
    "llm.cost_per_request": _one(
        "provider model", share("llm_cost_total", "llm_requests_total", over=HOUR)
    ),
    "llm.daily_spend": _one("", _SPEND),
    "llm.monthly_projection": _one("", times(30, _SPEND)),
    "llm.budget_used": _one("", whole(times(1 / _BUDGET, _SPEND))),
    "optimization.experiments": _one("", seen("ab_test_active_count")),
    "optimization.assignments": _one(
        "experiment_id variant_id", per_second("ab_test_assignments_total")
    ),
    "optimization.conversions": _one(_EXPERIMENT, per_second("ab_test_conversions_total")),
    "optimization.conversion_ratio": _one(
        _EXPERIMENT, share_of_group("ab_test_conversions_total", "ab_test_assignments_total", DAY)
    ),
    "optimization.confidence": _one(_EXPERIMENT, most("ab_test_confidence")),
    "optimization.pulls": _one("bandit_id arm_id", per_second("bandit_arm_pulls_total")),
    "optimization.rewards": _one("bandit_id arm_id", per_second("bandit_arm_rewards_total")),
    "optimization.mean_reward": _one(
        "bandit_id arm_id", share("bandit_arm_rewards_total", "bandit_arm_pulls_total")
    ),
    "optimization.regret": _one("bandit_id", within("bandit_cumulative_regret", HOUR)),
    "optimization.exploration_ratio": _one(
        "bandit_id", share("bandit_explorations_total", "bandit_arm_pulls_total")
    ),
    "optimization.updates": _one(
        "parameter_name", within("param_optimization_updates_total", HOUR)
    ),
    "optimization.current_value": _one("parameter_name", most("param_optimization_current_value")),
    "optimization.score": _one("parameter_name", most("param_optimization_performance_score")),
    "optimization.iterations": _one(
        "parameter_name", within("param_optimization_iterations_total", HOUR)
    ),
    "database.pool_used": _one(
        "instance", divided(held("db_connection_pool_active"), held("db_connection_pool_max"))
    ),
    "database.wait": _latency("instance", "db_connection_wait_ms"),
}


def _beyond(by: str, budget: float, name: str, bound: float, pick: Pick = everything) -> Promise:
    return Promise(tuple(by.split()), budget, name, lambda _, size: size > bound, pick)


def _beyond_of(by: str, name: str, bounds: Mapping[str, float]) -> Promise:
    own = by.rsplit(maxsplit=1)[-1]
    return Promise(tuple(by.split()), 0.05, name, lambda labels, size: size > bounds[labels[own]])


PROMISES: dict[str, Promise] = {
    "http.availability": Promise(
        (), 0.001, "http_requests_total", lambda labels, _: failed(labels)
    ),
    "http.latency_p50": _beyond("", 0.5, _REQUESTS, 100, answered),
    "http.latency_p95": _beyond("", 0.05, _REQUESTS, 500, answered),
    "http.latency_p99": _beyond("", 0.01, _REQUESTS, 1000, answered),
    "stream.latency_p95": _beyond("pipeline", 0.05, "stream_processing_duration_ms", 100),
    "stream.e2e_p99": _beyond("pipeline", 0.01, "stream_e2e_latency_ms", 1000),
    "state.get_p95": _beyond_of(
        "backend_type cache_hit", "state_backend_get_duration_ms", {"true": 10, "false": 50}
    ),
    "state.put_p95": _beyond("backend_type", 0.05, "state_backend_put_duration_ms", 20),
    "state.delete_p95": _beyond("backend_type", 0.05, "state_backend_delete_duration_ms", 10),
    "cache.get_p95": _beyond_of(
        "cache_layer", "cache_get_duration_ms", {"l1": 1, "l2": 5, "l3": 20}
    ),
    "cache.put_p95": _beyond_of(
        "cache_layer", "cache_put_duration_ms", {"l1": 2, "l2": 10, "l3": 30}
    ),
}
PAGING = ("http.availability", "http.latency_p99", "stream.e2e_p99")
