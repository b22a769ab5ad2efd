-- Posts signed deliveries, each once: a line of the file is signature, time and body, by tabs.
-- Arguments: the path, the file, how many threads there are.
local threads = 0
function setup(thread)
  thread:set("own", threads)
  threads = threads + 1
end

function init(args)
  wrk.method = "POST"
  path = args[1]
  lines, at = {}, 0
  local number = 0
  for line in io.lines(args[2]) do
    if number % tonumber(args[3]) == own then lines[#lines + 1] = line end
    number = number + 1
  end
end

function request()
  at = at + 1
  if at > #lines then at = 1 end
  local signature, time, body = lines[at]:match("([^\t]*)\t([^\t]*)\t(.*)")
  return wrk.format(nil, path, {
    ["Content-Type"] = "application/json; charset=utf-8",
    ["User-Agent"] = "Zendesk Webhook",
    ["X-Zendesk-Account-Id"] = "22129848",
    ["X-Zendesk-Webhook-Id"] = "01HAN96XNH1J7DY8D7RZ22QMT9",
    ["X-Zendesk-Webhook-Signature"] = signature,
    ["X-Zendesk-Webhook-Signature-Timestamp"] = time,
  }, body)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'told {"requests": %d, "microseconds": %d, "refused": %d, "broken": %d, "p50": %d, "p99": %d}\n',
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
