// node-pingback at work, one JSON line for each thing that it says.
//
//   node pingback.js send TARGET SOURCE    discover and ping
//   node pingback.js serve                 take pings; the first line is the port
const http = require("http");
const Pingback = require("pingback");

const say = (word) => console.log(JSON.stringify(word));
const [task, target, source] = process.argv.slice(2);

if (task === "send") {
  Pingback.send(target, source, (error, endpoint) =>
    say(error ? { code: error.code, message: error.message } : { endpoint: endpoint.href }),
  );
} else {
  const take = Pingback.middleware(function (source, target, next) {
    say({ source: source.href, target: target.href, title: this.title, excerpt: this.excerpt });
    next();
  });
  const server = http.createServer((request, response) => take(request, response, () => {}));
  server.listen(0, "127.0.0.1", () => say(server.address().port));
}
