import asyncio
import base64
import hashlib
import hmac
import json
import os
import struct
import threading
import time
import unittest
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
from hydro_mrv import NoAnswerError, WebhookError, verify_proof, verify_texts, verify_webhook
from hydro_mrv.canonical import canonical_text, number_text
from hydro_mrv.proof import root_of
from hydro_mrv.retrying import AsyncRetryingTransport, RetryingTransport, Trying

VECTORS = os.environ["HYDRO_VECTORS"]


def vectors(name: str) -> dict:
    with open(os.path.join(VECTORS, name), encoding="utf-8") as file:
        return json.load(file)


class Proofs(unittest.TestCase):
    def test_every_golden_record_is_answered_as_the_vectors_say_check_by_check(self) -> None:
        cases = vectors("record.json")["cases"]
        self.assertGreater(len(cases), 15)
        for case in cases:
            with self.subTest(case["about"]):
                answer = verify_texts(case["record"], case["proof"], case["verifier_key"])
                self.assertEqual(answer.valid, case["expected"])
                self.assertEqual([one.check for one in answer.checks if not one.ok], case["failing"])
                self.assertEqual(verify_proof(case, case["verifier_key"]), answer)
                if answer.valid:
                    said = " ".join(one.detail for one in answer.checks)
                    self.assertRegex(
                        said, f"rec_[0-9a-z]{{26}} .* {answer.commitment} .* leaf [0-9]+ of the log's first"
                    )

    def test_a_record_is_taken_down_to_64_levels_and_its_names_are_as_long_as_they_are(self) -> None:
        members = {"id": "rec_" + "0" * 26, "kind": "k", "org_id": "o", "plant_id": "p", "prev": None, "salt": "0" * 32}

        def refused(more: dict) -> list[str]:
            text = canonical_text({**members, "seq": 1, **more})
            return [one.detail for one in verify_texts(text, "", "").checks if one.check == "canonical" and not one.ok]

        def nested(levels: int) -> list:
            return [nested(levels - 1)] if levels > 1 else []

        self.assertEqual(refused({"a": nested(63), "n" * 60_000: 1}), [])
        self.assertEqual(refused({"a": nested(64)}), ["the record is nested deeper than 64 levels"])

    def test_paths_of_large_trees_lead_to_their_roots_and_to_no_other(self) -> None:
        for case in vectors("merkle-large.json")["cases"]:
            entry = hashlib.sha256(f"leaf {case['index']}".encode()).digest()
            path = [bytes.fromhex(one) for one in case["inclusion"]]
            self.assertEqual(root_of(entry, case["index"], case["size"], path).hex(), case["root"])
            self.assertNotEqual(root_of(entry, case["index"] ^ 1, case["size"], path), bytes.fromhex(case["root"]))

    def test_numbers_are_written_as_rfc_8785_appendix_b_says(self) -> None:
        cases = {
            "0000000000000000": "0",
            "8000000000000000": "0",
            "0000000000000001": "5e-324",
            "7fefffffffffffff": "1.7976931348623157e+308",
            "4340000000000000": "9007199254740992",
            "4430000000000000": "295147905179352830000",
            "44b52d02c7e14af5": "9.999999999999997e+22",
            "44b52d02c7e14af6": "1e+23",
            "444b1ae4d6e2ef4e": "999999999999999700000",
            "444b1ae4d6e2ef50": "1e+21",
            "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
            "3eb0c6f7a0b5ed8d": "0.000001",
            "41b3de4355555553": "333333333.3333332",
            "becbf647612f3696": "-0.0000033333333333333333",
        }
        for bits, text in cases.items():
            self.assertEqual(number_text(struct.unpack(">d", bytes.fromhex(bits))[0]), text)

    def test_names_are_sorted_by_utf_16_and_texts_escape_as_little_as_json_allows(self) -> None:
        value = {
            "\ufb33": 1.0,
            "\U0001f600": 2.0,
            "\r": '\u20ac$\u000f\nA\'B"\\\\"/\u007f\u2028',
            "1": [None, True, 56.0],
        }
        expected = (
            '{"\\r":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028","1":[null,true,56],"\U0001f600":2,"\ufb33":1}'
        )
        self.assertEqual(canonical_text(value), expected)


SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwb1W1P8hUq3E="
BODY = '{"type":"webhook.test","timestamp":"2026-05-01T12:00:00.000Z","data":{"endpoint_id":"whk_1"}}'
AT = 1_777_636_800
SIGNATURE = base64.b64encode(
    hmac.new(base64.b64decode(SECRET[6:]), f"evt_1.{AT}.{BODY}".encode(), hashlib.sha256).digest()
).decode()
HEADERS = {"Webhook-Id": "evt_1", "Webhook-Timestamp": str(AT), "Webhook-Signature": f"v1,AAAA v1,{SIGNATURE}"}


class Dripping(BaseHTTPRequestHandler):
    """An answer that comes byte by byte: JSON, or an export, or its head already."""

    def do_GET(self) -> None:
        if self.path == "/head":
            self._drip(b"HTTP/1.0 200 OK\r\n")
            return
        kind = "application/json" if self.path == "/json" else "text/csv"
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", "12")
        self.end_headers()
        self._drip(b'{"a": "bcd"}')

    def _drip(self, text: bytes) -> None:
        with suppress(OSError):
            for byte in text:
                self.wfile.write(bytes([byte]))
                time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        pass


class Waiting(unittest.TestCase):
    def test_an_answer_that_comes_byte_by_byte_is_given_up_in_its_time_an_export_is_not(self) -> None:
        with ThreadingHTTPServer(("127.0.0.1", 0), Dripping) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            base_url = f"http://127.0.0.1:{server.server_port}"
            trying = Trying(timeout_s=0.4, retries=0)
            with httpx.Client(transport=RetryingTransport(trying), base_url=base_url, timeout=0.4) as client:
                for path in ("/json", "/head"):
                    started = time.monotonic()
                    with self.assertRaisesRegex(NoAnswerError, "no answer within 0.4 s"):
                        client.get(path)
                    self.assertLess(time.monotonic() - started, 0.9)
                self.assertEqual(client.get("/csv").text, '{"a": "bcd"}')

            async def ask() -> None:
                transport = AsyncRetryingTransport(trying)
                async with httpx.AsyncClient(transport=transport, base_url=base_url, timeout=0.4) as client:
                    for path in ("/json", "/head"):
                        started = time.monotonic()
                        with self.assertRaisesRegex(NoAnswerError, "no answer within 0.4 s"):
                            await client.get(path)
                        self.assertLess(time.monotonic() - started, 0.9)
                    self.assertEqual((await client.get("/csv")).text, '{"a": "bcd"}')

            asyncio.run(ask())
            server.shutdown()

    def test_a_call_that_asks_the_gateway_to_wait_is_given_that_time_on_top(self) -> None:
        seen = []

        def answer(request: httpx.Request) -> httpx.Response:
            seen.append(request.extensions["timeout"]["read"])
            return httpx.Response(200, json={})

        transport = RetryingTransport(Trying(), httpx.MockTransport(answer))
        with httpx.Client(transport=transport, timeout=30.0) as client:
            client.get("http://127.0.0.1/", headers={"prefer": "wait=60"})
            client.get("http://127.0.0.1/", headers={"prefer": "respond-async"})
        self.assertEqual(seen, [90.0, 30.0])


class Webhooks(unittest.TestCase):
    def test_a_message_is_taken_by_its_secret_and_by_either_while_it_changes(self) -> None:
        self.assertEqual(verify_webhook(HEADERS, BODY, SECRET, now_s=AT)["type"], "webhook.test")
        self.assertEqual(
            verify_webhook(HEADERS, BODY.encode(), ["whsec_AAAA", SECRET], now_s=AT)["type"], "webhook.test"
        )

    def test_a_message_that_is_changed_old_of_another_secret_or_without_a_header_is_refused(self) -> None:
        for headers, body, secret, now_s in [
            (HEADERS, BODY.replace("test", "tesT"), SECRET, AT),
            (HEADERS, BODY, "whsec_AAAA", AT),
            (HEADERS, BODY, SECRET, AT + 301),
            ({**HEADERS, "Webhook-Signature": "v1a,x"}, BODY, SECRET, AT),
            ({"webhook-id": "evt_1"}, BODY, SECRET, AT),
        ]:
            with self.assertRaises(WebhookError):
                verify_webhook(headers, body, secret, now_s=now_s)
