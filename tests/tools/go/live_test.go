//go:build live

// Reads the log of a running gateway with an independent transparency-log library, which believes nothing
// but the log's key. LOG_URL is the gateway's base URL; live.ts starts one and runs this.
package tools

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func logURL(t *testing.T) string {
	t.Helper()
	url := os.Getenv("LOG_URL")
	if url == "" {
		t.Fatal("LOG_URL names no gateway")
	}
	return url + "/log"
}

func read(url string) ([]byte, error) {
	answer, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answered %s", url, answer.Status)
	}
	return content, err
}

func mustRead(t *testing.T, url string) []byte {
	t.Helper()
	content, err := read(url)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// gatewayTiles serves the library's tile reader from the gateway.
type gatewayTiles struct{ prefix string }

func (gatewayTiles) Height() int { return 8 }

func (g gatewayTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var contents [][]byte
	for _, tile := range tiles {
		content, err := read(g.prefix + "/tile/" + strings.TrimPrefix(tile.Path(), "tile/8/"))
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

func (gatewayTiles) SaveTiles([]tlog.Tile, [][]byte) {}

// liveTree opens the gateway's checkpoint under the key it publishes.
func liveTree(t *testing.T, prefix string) tlog.Tree {
	t.Helper()
	verifier, err := note.NewVerifier(strings.TrimSpace(string(mustRead(t, prefix+"/key"))))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := note.Open(mustRead(t, prefix+"/checkpoint"), note.VerifierList(verifier))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		t.Fatalf("checkpoint of another form: %q", opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		t.Fatal(err)
	}
	return tlog.Tree{N: size, Hash: root}
}

func TestLiveEntriesAreThoseOfTheCheckpoint(t *testing.T) {
	prefix := logURL(t)
	tree := liveTree(t, prefix)
	if tree.N <= 512 {
		t.Fatalf("a log of %d leaves shows too little", tree.N)
	}
	reader := tlog.TileHashReader(tree, gatewayTiles{prefix})
	for first := int64(0); first < tree.N; first += 256 {
		tile := tlog.Tile{H: 8, L: -1, N: first / 256, W: int(min(256, tree.N-first))}
		bundle := mustRead(t, prefix+"/tile/entries/"+strings.TrimPrefix(tile.Path(), "tile/8/data/"))
		var indexes []int64
		for i := int64(0); i < int64(tile.W); i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, first+i))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			t.Fatal(err)
		}
		for i, hash := range hashes {
			if len(bundle) < 34 || binary.BigEndian.Uint16(bundle) != 32 || tlog.RecordHash(bundle[2:34]) != hash {
				t.Fatalf("entry %d does not hash to its leaf", first+int64(i))
			}
			bundle = bundle[34:]
		}
		if len(bundle) != 0 {
			t.Errorf("the bundle from %d on has more than its entries", first)
		}
	}
}

func TestLiveLogOnlyGrew(t *testing.T) {
	prefix := logURL(t)
	tree := liveTree(t, prefix)
	reader := tlog.TileHashReader(tree, gatewayTiles{prefix})
	for _, size := range []int64{1, 2, 255, 256, 257, tree.N - 1, tree.N} {
		older, err := tlog.TreeHash(size, reader)
		if err != nil {
			t.Fatal(err)
		}
		var answer struct {
			Hashes []string `json:"hashes"`
		}
		url := fmt.Sprintf("%s/consistency?first=%d&second=%d", prefix, size, tree.N)
		if err := json.Unmarshal(mustRead(t, url), &answer); err != nil {
			t.Fatal(err)
		}
		if err := tlog.CheckTree(parseHashes(t, answer.Hashes), tree.N, tree.Hash, size, older); err != nil {
			t.Errorf("from %d to %d: %v", size, tree.N, err)
		}
	}
}
