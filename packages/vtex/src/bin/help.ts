export const help = `Usage: vtex conformance <url> [options]

Plays VTEX's gateway against a payment connector: the seven flows of VTEX's test suite, and what it does not try.
Run it against a test environment only: it authorizes, captures, cancels and refunds payments of 100.00.

Credentials, the pair the connector issued (first found counts):
  --app-key K --app-token T   visible in the list of processes: prefer the others
  --credentials FILE          JSON {"appKey": …, "appToken": …}, or lines VTEX_APP_KEY=… and VTEX_APP_TOKEN=…
  VTEX_APP_KEY, VTEX_APP_TOKEN in the environment

What to check:
  --only ID[,ID]              checks, or groups of them: settle, flow.approved (see --list)
  --flows NAME[,NAME]         approved, denied, cancellation, async-approved, async-denied, bank-invoice, redirect
  --without FEATURE[,…]       what the connector does not offer: partial-capture, split, cancellation, refund, callbacks,
                              configuration, provider-headers, vtex-headers
  --card NAME, --bank-invoice NAME, --redirect NAME
                              payment methods of the manifest that play these parts
  --payments FILE             payments authorized elsewhere, for a connector that does not serve Create Payment: a JSON list of
                              {"paymentId": …, "value": "100.00"}, with transactionId, authorizationId, tid, nsu or maxValue
                              where there are such; each is used by one check
  --inbound-action NAME       an action served under /payments/{paymentId}/inbound/{action}; else inbound is skipped
  --inbound-body TEXT         what is forwarded to it; default {}
  --currency CODE             with two digits; default BRL
  --no-test-suite             leave X-VTEX-API-Is-TestSuite out; answers may then take 20 s instead of 5 s

Callbacks (asynchronous flows):
  --callback-base URL         where the connector reaches this machine: a tunnel to the port; not needed on loopback
  --callback-port PORT        default: any free one
  --callback-wait SECONDS     default 60

Report:
  --json                      the report as JSON on standard output
  --junit FILE                the report as JUnit XML
  --list                      the checks and their rules, without running any
  --help

Exit code: 0 conforms, 1 does not, 2 wrong usage.
`
