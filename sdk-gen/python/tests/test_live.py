import asyncio
import json
import os
import threading
import time
import unittest
import unittest.mock
import urllib.request
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

from hydro_mrv import (
    AsyncHydroGateway,
    GatewayError,
    HydroGateway,
    NoAnswerError,
    Quantities,
    SampleKept,
    StreamQuery,
    TelemetryReading,
    Trying,
    problems,
    verify_proof,
    verify_texts,
    verify_webhook,
)
from hydro_mrv.models import ApiKeyMade, ApiKeyRequest, MergePatch, StreamReading, WebhookRequest

ENV = os.environ
PLANT, DEVICE = ENV["HYDRO_PLANT_ID"], ENV["HYDRO_DEVICE_ID"]


GATEWAYS: list[HydroGateway] = []


def tearDownModule() -> None:
    for gateway in GATEWAYS:
        gateway.close()


def over(url: str, trying: Trying | None = None) -> HydroGateway:
    GATEWAYS.append(HydroGateway(url, api_key=ENV["HYDRO_API_KEY"], trying=trying))
    return GATEWAYS[-1]


def bad_line(line: str, trying: Trying | None = None) -> HydroGateway:
    return over(f"{ENV['HYDRO_BAD_LINE']}/{line}", trying)


def seen(line: str) -> list[dict]:
    with urllib.request.urlopen(f"{ENV['HYDRO_BAD_LINE']}/seen") as answer:
        return [one for one in json.load(answer) if one["line"] == line]


def now(power_kw: float = 900) -> TelemetryReading:
    readings = Quantities(flow_rate_m3s=2.5, head_height_m=45, power_output_kw=power_kw)
    return TelemetryReading(plant_id=PLANT, device_id=DEVICE, readings=readings)


def at_minute(minute: int, device_id: str = DEVICE, hour: int = 0) -> TelemetryReading:
    return TelemetryReading(
        plant_id=PLANT,
        device_id=device_id,
        timestamp=f"2026-05-02T{hour:02d}:{minute:02d}:00Z",
        interval_s=60,
        source="backfill",
        reason="tests of the client",
        readings=Quantities(flow_rate_m3s=2.5, head_height_m=45, power_output_kw=900),
    )


class Live(unittest.TestCase):
    def setUp(self) -> None:
        self.gateway = over(ENV["HYDRO_URL"])

    def test_a_reading_that_is_kept_as_a_sample_is_told_as_one_never_as_a_record(self) -> None:
        def sampled(minute: int) -> TelemetryReading:
            reading = at_minute(minute, ENV["HYDRO_SAMPLING_DEVICE_ID"])
            reading.plant_id = ENV["HYDRO_SAMPLING_PLANT_ID"]
            return reading

        with self.assertRaises(SampleKept) as kept:
            self.gateway.send(sampled(1))
        sample = kept.exception.sample
        self.assertEqual((sample.kind, sample.duplicate), ("sample", False))
        results = list(self.gateway.send_all([sampled(1), sampled(2)]))
        self.assertEqual([one.item.result for one in results], ["sample", "sample"])
        self.assertEqual(results[0].item.sample.sha256, sample.sha256)

    def test_a_reading_is_judged_and_anchored_and_its_proof_holds_offline_one_changed_digit_breaks_it(self) -> None:
        record = self.gateway.send(now())
        self.assertEqual(record.anchor.state, "anchored")
        self.assertIn(record.status, ("APPROVED", "FLAGGED", "REJECTED"))
        proof = self.gateway.proof_of(record.record_id)
        key = self.gateway.log.get_log_key().verifier_key
        self.assertTrue(verify_proof(proof, key).valid)
        changed = proof.record.replace('"power_output_kw":900', '"power_output_kw":901')
        self.assertNotEqual(changed, proof.record)
        self.assertFalse(verify_texts(changed, proof.proof, key).valid)

    def test_any_number_of_readings_goes_in_batches_each_told_what_became_of_it_in_order(self) -> None:
        def readings() -> Iterator[TelemetryReading]:
            for minute in range(1, 26):
                yield at_minute(minute)
            yield at_minute(26, "NOBODY")
            yield at_minute(1)

        results = list(self.gateway.send_all(readings(), size=10))
        self.assertEqual([one.index for one in results], list(range(27)))
        self.assertEqual([one.item.result for one in results].count("accepted"), 25)
        self.assertEqual((results[25].item.result, results[25].reading.device_id), ("refused", "NOBODY"))
        self.assertEqual(results[25].item.problem.status, 404)
        self.assertEqual(results[26].item.result, "duplicate")

    def test_a_list_is_walked_page_by_page_to_its_end(self) -> None:
        list(self.gateway.send_all(at_minute(minute) for minute in range(30, 55)))

        def walk(limit: int) -> list[str]:
            readings = self.gateway.items(self.gateway.telemetry.list_telemetry, plant_id=PLANT, limit=limit)
            return [one.record_id for one in readings]

        whole = walk(1000)
        self.assertGreaterEqual(len(whole), 25)
        self.assertEqual(walk(7), whole)

    def test_refusals_are_typed_errors_with_the_problem_and_its_places(self) -> None:
        with self.assertRaises(problems.NotFoundError):
            self.gateway.records.get_record(id="rec_5f2rkq0v9c8hxw3n7d1ytbgm4e")
        with self.assertRaises(problems.InvalidRequestError) as raised:
            self.gateway.send(now(power_kw=-1e9))
        self.assertIsInstance(raised.exception, GatewayError)
        self.assertEqual((raised.exception.code, raised.exception.status), ("invalid-request", 400))
        self.assertEqual(raised.exception.problem["errors"][0]["pointer"], "/readings/power_output_kw")
        with HydroGateway(ENV["HYDRO_URL"], token=lambda: "nobody") as stranger:
            with self.assertRaises(problems.UnauthenticatedError):
                stranger.plants.list_plants()

    def test_what_is_read_is_changed_only_where_nobody_else_has_changed_it_by_the_tag_of_its_answer(self) -> None:
        plants = self.gateway.plants
        named = MergePatch.from_dict({"name": "By Python"})
        read = self.gateway.answer_of(plants.get_plant, PLANT)
        self.assertEqual((read.value.plant_id, read.status), (PLANT, 200))
        self.assertIn("RateLimit", read.headers)
        changed = self.gateway.answer_of(plants.change_plant, PLANT, if_match=read.etag, body=named)
        self.assertEqual(changed.value.name, "By Python")
        self.assertNotEqual(changed.etag, read.etag)
        with self.assertRaises(problems.PreconditionFailedError):
            plants.change_plant(PLANT, if_match=read.etag, body=named)
        named["name"] = read.value.name
        self.assertEqual(plants.change_plant(PLANT, if_match=changed.etag, body=named).name, read.value.name)
        made = self.gateway.answer_of(self.gateway.keys.create_api_key, body=ApiKeyRequest(roles=["auditor"]))
        self.assertEqual(made.location, f"/api/v1/keys/{made.value.key_id}")
        with self.assertRaises(TypeError):
            self.gateway.answer_of(self.gateway.items, plants.list_plants)

    def test_a_lost_answer_is_fetched_with_the_same_idempotency_key_and_leaves_one_record(self) -> None:
        def count() -> int:
            return len(self.gateway.telemetry.list_telemetry(plant_id=PLANT, limit=1000).items)

        before = count()
        bad_line("lost").send(now())
        self.assertEqual(count(), before + 1)
        first, second = seen("lost")
        self.assertTrue(first["key"])
        self.assertEqual(first["key"], second["key"])

    def test_retry_after_is_waited_for_and_not_beyond_the_longest_wait(self) -> None:
        started = time.monotonic()
        bad_line("busy").plants.list_plants()
        self.assertGreaterEqual(time.monotonic() - started, 0.99)
        started = time.monotonic()
        bad_line("proxy").plants.list_plants()
        self.assertGreaterEqual(time.monotonic() - started, 0.9)
        with self.assertRaises(GatewayError) as refused:
            bad_line("proxy", Trying(retries=0)).sign_in.get_caller()
        self.assertEqual((refused.exception.status, refused.exception.code), (503, "about:blank"))
        with self.assertRaises(problems.QuotaExceededError) as raised:
            bad_line("busy", Trying(longest_wait_s=0.5)).sign_in.get_caller()
        self.assertEqual(raised.exception.retry_after_s, 1)

    def test_who_is_told_to_come_back_at_once_leaves_time_between_tries_all_the_same(self) -> None:
        started = time.monotonic()
        bad_line("hurry").plants.list_plants()
        self.assertGreaterEqual(time.monotonic() - started, 0.74)

    def test_what_somebody_else_on_the_way_answers_is_never_taken_for_the_gateways_answer(self) -> None:
        for line in ("portal", "json", "cdn", "torn", "edge"):
            self.assertTrue(bad_line(line).send(now()).record_id.startswith("rec_"), line)
            first, second = [one for one in seen(line) if one["method"] == "POST"]
            self.assertEqual(first["key"], second["key"], line)
        with self.assertRaisesRegex(NoAnswerError, "is not the gateway: HTTP 200, text/html: <h1>Sign in"):
            bad_line("portal", Trying(retries=0)).sign_in.get_caller()
        with self.assertRaisesRegex(NoAnswerError, 'is not the gateway: HTTP 200 lacks [a-z_]+: {.?"login'):
            bad_line("json", Trying(retries=0)).sign_in.get_caller()
        with self.assertRaises(GatewayError) as refused:
            bad_line("edge", Trying(retries=0)).sign_in.get_caller()
        self.assertEqual((refused.exception.status, str(refused.exception)), (503, "Unavailable"))
        with self.assertRaisesRegex(GatewayError, "HTTP 301: The gateway is elsewhere: http"):
            bad_line("moved").send(now())

    def test_a_try_that_takes_too_long_is_given_up_and_tried_again_without_tries_left_it_says_so(self) -> None:
        self.assertTrue(bad_line("late", Trying(timeout_s=0.7)).plants.list_plants().items)
        with self.assertRaises(NoAnswerError):
            bad_line("late", Trying(timeout_s=0.7, retries=0)).sign_in.get_caller()

    def test_asyncio_goes_the_same_way(self) -> None:
        async def readings() -> AsyncIterator[TelemetryReading]:
            for minute in range(1, 6):
                yield at_minute(minute, hour=1)

        async def ask() -> None:
            async with AsyncHydroGateway(f"{ENV['HYDRO_BAD_LINE']}/busy", api_key=ENV["HYDRO_API_KEY"]) as gateway:
                sent = [one async for one in gateway.send_all(readings(), size=2)]
                self.assertEqual([one.index for one in sent], [0, 1, 2, 3, 4])
                self.assertEqual({one.item.result for one in sent}, {"accepted"})
                pages = gateway.items(gateway.telemetry.list_telemetry, plant_id=PLANT, limit=3)
                ids = {one.record_id async for one in pages}
                self.assertTrue({one.item.record_id for one in sent} <= ids)
                read = await gateway.answer_of(gateway.plants.get_plant, PLANT)
                again = await gateway.answer_of(gateway.plants.get_plant, PLANT)
                self.assertEqual((read.value.plant_id, read.etag), (PLANT, again.etag))
                record = await gateway.send(now())
                proof = await gateway.proof_of(record.record_id)
                self.assertTrue(verify_proof(proof, proof.verifier_key).valid)
                with self.assertRaises(problems.NotFoundError):
                    await gateway.records.get_record("rec_5f2rkq0v9c8hxw3n7d1ytbgm4e")

        asyncio.run(ask())
        self.assertIn("POST", [one["method"] for one in seen("busy")])

    def key(self) -> ApiKeyMade:
        return self.gateway.keys.create_api_key(body=ApiKeyRequest(roles=["auditor"], scopes=["streams:read"]))

    def test_a_live_stream_that_breaks_off_or_whose_key_has_ended_goes_on_behind_the_last_event_a_gap_is_told(
        self,
    ) -> None:
        keys = [self.key()]
        query = StreamQuery(events=["reading"], plant_id=[PLANT], last_event_id="999999999999")
        told = []
        with HydroGateway(f"{ENV['HYDRO_BAD_LINE']}/cut", api_key=lambda: keys[-1].api_key) as watching:
            for event in watching.stream(query):
                is_gap = event.event == "gap"
                told.append(event.data["reason"] if is_gap else StreamReading.from_dict(event.data).timestamp)
                if len(told) == 3:
                    break
                if len(told) == 2:
                    keys.append(self.key())
                    self.gateway.keys.revoke_api_key(keys[0].key_id)
                self.gateway.send(at_minute(len(told), hour=5), wait_s=0)
        self.assertEqual(told, ["unknown-event", "2026-05-02T05:01:00.000Z", "2026-05-02T05:02:00.000Z"])
        self.assertGreaterEqual(len(seen("cut")), 3)
        with HydroGateway(ENV["HYDRO_URL"], token=lambda: "nobody") as stranger:
            with self.assertRaises(problems.UnauthenticatedError):
                next(stranger.stream())
        with self.assertRaises(NoAnswerError):
            next(bad_line("portal", Trying(retries=0)).stream())

    def test_a_live_stream_is_watched_with_asyncio(self) -> None:
        async def watch() -> str:
            async with AsyncHydroGateway(ENV["HYDRO_URL"], api_key=ENV["HYDRO_API_KEY"]) as gateway:
                query = StreamQuery(events=["reading"], last_event_id="999999999999")
                async for event in gateway.stream(query):
                    if event.event == "reading":
                        return str(event.data["timestamp"])
                    await gateway.send(at_minute(9, hour=5), wait_s=0)
            return ""

        self.assertEqual(asyncio.run(asyncio.wait_for(watch(), 30)), "2026-05-02T05:09:00.000Z")

    def test_a_gateway_behind_the_proxy_that_the_machine_names_is_reached_through_it_and_what_no_proxy_names_is_not(
        self,
    ) -> None:
        asked: list[str] = []

        class Proxy(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(f"{self.path} {self.headers['proxy-authorization']}")
                own = {name: self.headers[name] for name in ("authorization", "accept")}
                path = self.path.removeprefix("http://gateway.plant.internal")
                straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                with straight.open(urllib.request.Request(ENV["HYDRO_URL"] + path, headers=own)) as answer:
                    self.send_response(answer.status)
                    body = answer.read()
                    self.send_header("content-type", answer.headers["content-type"])
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        async def plant() -> str:
            async with AsyncHydroGateway("http://gateway.plant.internal", api_key=ENV["HYDRO_API_KEY"]) as gateway:
                return (await gateway.plants.get_plant(PLANT)).plant_id

        with HTTPServer(("127.0.0.1", 0), Proxy) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            proxy = {"http_proxy": f"http://plant:secret@127.0.0.1:{server.server_port}"}
            with unittest.mock.patch.dict(ENV, proxy):
                self.assertEqual(over("http://gateway.plant.internal").plants.get_plant(PLANT).plant_id, PLANT)
                self.assertEqual(asyncio.run(plant()), PLANT)
                with unittest.mock.patch.dict(ENV, {"no_proxy": "plant.internal"}), self.assertRaises(NoAnswerError):
                    over("http://gateway.plant.internal", Trying(retries=0)).plants.get_plant(PLANT)
            server.shutdown()
        named = f"http://gateway.plant.internal/api/v1/plants/{PLANT} Basic cGxhbnQ6c2VjcmV0"
        self.assertEqual(asked, [named, named])

    def test_a_webhooks_message_is_received_and_verified(self) -> None:
        received: list[tuple[dict[str, str], bytes]] = []

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                received.append((dict(self.headers), self.rfile.read(int(self.headers["content-length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        with HTTPServer(("127.0.0.7", 0), Receiver) as server:
            server.timeout = 30
            url = f"http://127.0.0.7:{server.server_port}/"
            made = self.gateway.webhooks.create_webhook(body=WebhookRequest(url=url, types=["period.closed"]))
            self.gateway.webhooks.test_webhook(endpoint_id=made.endpoint_id)
            server.handle_request()
        headers, body = received[0]
        self.assertEqual(verify_webhook(headers, body, made.secret)["type"], "webhook.test")
