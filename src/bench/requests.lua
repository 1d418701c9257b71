-- Repeats the requests of one run: each path of PATHS (a file, one a line) in turn, each with the body of BODY
-- (a file; none: GET). The requests are made up beforehand, so that the client costs next to nothing.
local requests = {}
local turn = 0

local function content(name)
  local file = assert(io.open(name, "rb"))
  local bytes = file:read("*a")
  file:close()
  return bytes
end

function init(arguments)
  local body = os.getenv("BODY")
  local method = body and "POST" or "GET"
  local headers = body and { ["Content-Type"] = os.getenv("CONTENT_TYPE") } or {}
  local bytes = body and content(body)
  for path in io.lines(os.getenv("PATHS")) do
    requests[#requests + 1] = wrk.format(method, path, headers, bytes)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency, rates)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(99)))
end
