"""What the build script knows beside its sources: renamed keys, and the well-known terms of
standard licences."""

from __future__ import annotations

# The sources call one licence by several keys; ours is on the right.
RENAMED = {
    "gemma-tou-2025-03-24": "gemma",
    "tongyi-qianwen-2023": "tongyi-qianwen",
    "stability-nc-research-2023": "stability-nc-research",
    "sam-license": "sam",
    "fair-nc-research": "fair-noncommercial-research-license",
    "faipl-1.0-sd": "fair-ai-public-license-1.0-sd",
    "qwen-research-2024": "qwen-research",
    "hyperclova-x-seed-2025": "hyperclovax-seed",
}
# Combinations of a licence and a policy outside it, and terms of a service: no licence of their
# own.
NOT_A_LICENCE = {"gpt-oss", "cohere-cc-by-nc", "openai-terms"}

# Where the sources give a licence under a reference that names another key of ours.
BY_REFERENCE = {
    "LicenseRef-scancode-gemma-tou-2025-03-24": "gemma",
    "LicenseRef-flux-dev-nc-2": "flux-dev-2.0",
    "LicenseRef-scancode-flux-1-nc": "flux-1-dev",
    "LicenseRef-scancode-qwen-2024": "qwen-2024",
    "LicenseRef-scancode-tongyi-qianwen-2023": "tongyi-qianwen",
    "LicenseRef-scancode-deepseek-la-1.0": "deepseek-1.0",
    "LicenseRef-scancode-stability-ai-nc-2023-12-06": "stability-nc-research",
    "LicenseRef-scancode-hyperclova-x-seed-2025": "hyperclovax-seed",
    "LicenseRef-scancode-fair-ai-public-1.0-sd": "fair-ai-public-license-1.0-sd",
    "LicenseRef-scancode-fair-ai-public-1.0": "fair-ai-public-license-1.0",
    "LicenseRef-scancode-exaone-ai-model-1.1-nc": "exaone-1.1-nc",
    "LicenseRef-scancode-tencent-hunyuan-3d-2.0-cla": "tencent-hunyuan-3d-2",
    "LicenseRef-scancode-falcon-2-11b-1.0": "falcon-2-11b",
    "LicenseRef-tongyi-qianwen-research": "tongyi-qianwen-research",
    "LicenseRef-qwen-research": "qwen-research",
    "LicenseRef-dinov3": "dinov3",
    "LicenseRef-mistral-mrl-0.1": "mistral-mrl-0.1",
    "LicenseRef-mistral-mnpl-0.1": "mistral-mnpl-0.1",
    "LicenseRef-lfm-open-1.0": "lfm-open-1.0",
    "LicenseRef-kanana-open-2025-07-17": "kanana-open-2025-07-17",
}
# Hub identifiers that point at a page whose text has changed: which of its dated texts is meant,
# nobody says.
UNDATED = {"gemma": "LicenseRef-gemma"}
# A name that stands for several texts with different terms.
FAMILY_NAMES = {
    "cc-by": "Creative Commons Attribution, version not stated",
    "cc-by-nc": "Creative Commons Attribution Non Commercial, version not stated",
    "cc-by-nc-nd": "Creative Commons Attribution Non Commercial No Derivatives, version not stated",
    "cc-by-nc-sa": "Creative Commons Attribution Non Commercial Share Alike, version not stated",
    "cc-by-nd": "Creative Commons Attribution No Derivatives, version not stated",
    "cc-by-sa": "Creative Commons Attribution Share Alike, version not stated",
    "exaone": "EXAONE licence family",
    "modified-mit": "Modified MIT, several texts under one name",
    "tencent-hunyuan-community": "Tencent Hunyuan community licence family",
}
# More spellings of `license_name` and of licence names in prose and weight headers, all lower case.
ALIASES = {
    "apache 2": "apache-2.0",
    "apache 2.0": "apache-2.0",
    "apache-2": "apache-2.0",
    "apache2": "apache-2.0",
    "apache2.0": "apache-2.0",
    "apache license 2.0": "apache-2.0",
    "apache license, version 2.0": "apache-2.0",
    "apache license version 2.0": "apache-2.0",
    "apache software license 2.0": "apache-2.0",
    "academic free license v3.0": "afl-3.0",
    "artistic license 2.0": "artistic-2.0",
    "bsd 2-clause license": "bsd-2-clause",
    "bsd 3-clause license": "bsd-3-clause",
    "isc license": "isc",
    "adobe research license": "adobe-research",
    "amlr": "apple-amlr",
    "hyperclova-x-seed": "hyperclovax-seed",
    "lfm-1.0": "lfm-open-1.0",
    "llama-3.1": "llama3.1",
    "llama-3.2": "llama3.2",
    "llama-3.3": "llama3.3",
    "skywork-license": "skywork-community",
    "stability-ai-community": "stability-ai-community-2024",
    "stable-cascade-nc-community": "stability-nc-research",
    "cogagent license": "cogagent",
    "krutrim-community-license-agreement-version-1.0": "krutrim-community-1.0",
    "livekit-model-license": "livekit-model",
    "s-lab license": "s-lab-1.0",
    "nvidia-source-code-nc-2": "nvidia-oneway-nc",
    "nvidia open model license agreement": "nvidia-open-model-2025-04-28",
    "smpl-x": "mpi-research",
    "tencent-hunyuan-portrait": "tencent-academic",
    "tencenthunyuanportrait license": "tencent-academic",
    "deca": "mpi-research",
    "s-lab-license": "s-lab-1.0",
    "research-only rail-m": "research-rail-m",
    "nxai-community-license": "nxai-community",
    "sapiens2-license": "sapiens2",
    "acml": "acml-1.0",
    "acml-nc": "acml-nc-1.0",
    "meta llama3 community license": "llama3",
    "mit license": "mit",
    "the mit license": "mit",
    "cc0": "cc0-1.0",
    "creative commons zero v1.0 universal": "cc0-1.0",
    "gpl-3": "gpl-3.0",
    "gplv3": "gpl-3.0",
    "gplv2": "gpl-2.0",
    "agplv3": "agpl-3.0",
    "lgplv3": "lgpl-3.0",
    "gemma": "gemma",
    "gemma license": "gemma",
    "gemma terms of use": "gemma",
    "llama 2": "llama2",
    "llama-2": "llama2",
    "llama 2 community license": "llama2",
    "llama 2 community license agreement": "llama2",
    "llama 3": "llama3",
    "llama 3 community license": "llama3",
    "meta llama 3 community license": "llama3",
    "llama 3.1": "llama3.1",
    "llama 3.1 community license": "llama3.1",
    "llama 3.2 community license": "llama3.2",
    "llama 3.3 community license": "llama3.3",
    "llama 4 community license": "llama4",
    "mnpl-0.1": "mistral-mnpl-0.1",
    "mrl-0.1": "mistral-mrl-0.1",
    "mistral ai research license": "mistral-mrl-0.1",
    "stability ai community license": "stability-ai-community-2024",
    "stable-diffusion": "creativeml-openrail-m",
    "bigcode openrail-m": "bigcode-openrail-m",
    "creativeml openrail-m": "creativeml-openrail-m",
    "exaone-1.1": "exaone-1.1-nc",
    "exaone ai model license agreement 1.1 - nc": "exaone-1.1-nc",
    "exaone-1.2": "exaone-1.2-nc",
    "exaone ai model license agreement 1.2 - nc": "exaone-1.2-nc",
    "kanana": "kanana-open-2025-07-17",
    "hyperclova x seed model license": "hyperclovax-seed",
    "kimi-k2": "kimi-modified-mit",
    "flux-2-dev-non-commercial-license": "flux-dev-2.0",
    "flux-1-dev-non-commercial-licence": "flux-1-dev",
    "dinov3": "dinov3",
    "sam-license": "sam",
    "k-exaone": "k-exaone",
    "solar-apache-2.0": "solar-apache-2.0",
    "c-uda-1.0": "c-uda",
}
# Pages of gnu.org, which has every text in several forms.
_GNU_PAGES = {
    "licenses/agpl-3.0": "agpl-3.0",
    "licenses/gpl-3.0": "gpl-3.0",
    "licenses/lgpl-3.0": "lgpl-3.0",
    "licenses/old-licenses/gpl-2.0": "gpl-2.0",
    "licenses/old-licenses/lgpl-2.1": "lgpl-2.1",
}
# Where texts can also be read: address without scheme and `www.`, in lower case.
LINKS = {
    **{
        f"gnu.org/{page}{suffix}": key
        for page, key in _GNU_PAGES.items()
        for suffix in ("", ".html", ".en.html", ".txt")
    },
    "apache.org/licenses/license-2.0": "apache-2.0",
    "apache.org/licenses/license-2.0.txt": "apache-2.0",
    "opensource.org/licenses/apache-2.0": "apache-2.0",
    "opensource.org/licenses/mit": "mit",
    "opensource.org/license/mit": "mit",
    "ai.google.dev/gemma/terms": "gemma",
    "ai.google.dev/gemma/prohibited_use_policy": "gemma-aup",
    "ai.meta.com/resources/models-and-libraries/llama-downloads": "llama2",
    "llama.meta.com/llama3/license": "llama3",
    "llama.com/llama3/license": "llama3",
    "llama.com/llama3_1/license": "llama3.1",
    "llama.com/llama3_2/license": "llama3.2",
    "llama.com/llama3_3/license": "llama3.3",
    "llama.com/llama4/license": "llama4",
    "openmdw.ai/license/1-0": "openmdw-1.0",
    "openmdw.ai/license/1-1": "openmdw-1.1",
}
# Full names where the sources give only a word.
NAMES = {
    "coqui-cpml-1.0": "Coqui Public Model License 1.0",
    "eva-llama3.3": "EVA Llama 3.3 license",
    "falcon-llm": "Falcon LLM license (TII)",
    "falcon-mamba": "Falcon Mamba license (TII)",
    "fish-audio-research": "Fish Audio Research License",
    "flux-1-dev": "FLUX.1 [dev] Non-Commercial License",
    "glm-4": "GLM-4 model license",
    "glm-5.3": "GLM-5.3 model license",
    "google-hai-def": "Health AI Developer Foundations terms of use",
    "kimi-k3": "Kimi K3 license",
    "kimi-modified-mit": "Modified MIT License (Kimi K2)",
    "krea-2-community": "Krea 2 Community License",
    "ltx-2-community": "LTX-2 Community License",
    "minimax-h3-community": "MiniMax H3 Community License",
    "minimax-m3-community": "MiniMax M3 Community License",
    "minimax-nc": "MiniMax non-commercial license (M2.7)",
    "msr": "Microsoft Research License",
    "nvidia-nc": "NVIDIA non-commercial license",
    "nvidia-nemotron-open-model": "NVIDIA Nemotron Open Model License",
    "nvidia-open-model": "NVIDIA Open Model Agreement",
    "qwen-community-1.0": "Qwen Community License 1.0",
    "qwen3.8-max": "Qwen3.8-Max license",
    "yandexgpt-5-lite": "YandexGPT 5 Lite license",
}
# Where duties come from of a licence whose text nobody read for this catalogue.
CATEGORY_ONLY = "its category in ScanCode LicenseDB; the text was not read"
EVERY_MEMBER = "what every text of the family asks"
# What a reader of a hub identifier is easily wrong about.
_EITHER = (
    "the hub does not say whether later versions are allowed; SPDX reads the bare identifier as"
    " this version only"
)
_MORE_BARRED = (
    "Attachment A also bars content that does not say it was made by a machine, and impersonation;"
    " the CreativeML texts leave both out"
)
NOTES = {
    **dict.fromkeys(("agpl-3.0", "gpl-2.0", "gpl-3.0", "lgpl-2.1", "lgpl-3.0"), _EITHER),
    **dict.fromkeys(("bigscience-bloom-rail-1.0", "bigscience-openrail-m"), _MORE_BARRED),
    "bsl-1.0": "Boost Software License, not the Business Source License (BUSL-1.1)",
    "bsd": "two, three or four clauses: it does not say which",
    "c-uda": "computational use only; O-UDA-1.0 is another licence",
    "cc": (
        "does not say whether commercial use and derivatives are allowed; read it as the strictest"
        " of the family"
    ),
    "exaone": (
        "does not say whether 1.1 or 1.2 is meant; 1.1 gives the outputs to LG, 1.2 does not."
        " K-EXAONE is another licence"
    ),
    "gemma": "a page that has changed several times; Gemma 4 is under Apache-2.0",
    "gfdl": "does not say which version",
    "gpl": "does not say which version",
    "lgpl": "does not say which version",
    "llama3.2": "the limit for the EU stands in the use policy, not in the licence",
    "llama3.3": "the limit for the EU stands in the use policy, not in the licence",
    "llama4": "the limit for the EU stands in the use policy, not in the licence",
    "odbl": "only version 1.0 exists on the SPDX list",
    "odc-by": "covers the database, not the rights in its contents",
    "nxai-community": (
        "above EUR 100 million of annual revenue a product needs a commercial licence (2)"
    ),
    "openmdw-1.1": "not on the SPDX list; suing over copyright ends it too, other than in 1.0",
    "openrail": "does not say which text, so neither which uses are barred",
    "openrail++": "the plus signs are not allowed in an SPDX identifier",
    "other": "see license_name, license_link or the text",
    "unknown": "somebody says that the licence is not known",
}
# A `license_name` of the sources that says too little to be held for the licence they once found
# behind it.
SAYS_TOO_LITTLE = {"public-domain"}
CATEGORIES = {
    "copyleft-or-share-alike": "copyleft",
    "share-alike": "copyleft",
    "share-alike-data": "copyleft",
    "responsible-ai": "responsible-use",
    "research-only": "non-commercial",
    "data-restricted-use": "data",
    "permissive-data": "permissive",
    "public-domain": "permissive",
    "permissive+display": "vendor-community",
    "permissive-with-display": "vendor-community",
}
# Key in ScanCode LicenseDB for those without SPDX identifier: our key, category (None: a hub or
# terms entry has it).
LICENSEDB = {
    "apple-excl": ("apple-ascl", None),
    "apple-ml-ferret-2023": ("apple-ml-ferret-2023", "non-commercial"),
    "bigcode-open-rail-m-v1": ("bigcode-openrail-m", None),
    "bigscience-open-rail-m": ("bigscience-openrail-m", None),
    "bigscience-open-rail-m2": ("openrail++", None),
    "bigscience-rail-1.0": ("bigscience-bloom-rail-1.0", None),
    "bilibili-model-ula-2025-09-09": ("bilibili-model-ula-2025-09-09", "vendor-community"),
    "chameleon-research-2024": ("chameleon-research-2024", "non-commercial"),
    "deepseek-la-1.0": ("deepseek-1.0", None),
    "exaone-ai-model-1.1-nc": ("exaone-1.1-nc", None),
    "fair-ai-public-1.0": ("fair-ai-public-license-1.0", None),
    "fair-ai-public-1.0-sd": ("fair-ai-public-license-1.0-sd", None),
    "falcon-2-11b-1.0": ("falcon-2-11b", None),
    "flux-1-nc": ("flux-1-dev", "non-commercial"),
    "gemma-pup-2024-02-21": ("gemma-aup", "use-policy"),
    "gemma-tou-2024-04-01": ("gemma", None),
    "gemma-tou-2025-03-24": ("gemma", None),
    "gaussian-splatting-2024": ("gaussian-splatting", "non-commercial"),
    "hfoil-1.0": ("hfoil-1.0", "source-available"),
    "hyperclova-x-seed-2025": ("hyperclovax-seed", None),
    "llama-license-2023": ("llama1", "non-commercial"),
    "llama-2-license-2023": ("llama2", None),
    "llama-3.1-license-2024": ("llama3.1", None),
    "llama-3.2-license-2024": ("llama3.2", None),
    "llama-3.3-license-2024": ("llama3.3", None),
    "llama-4-cla-2025": ("llama4", None),
    "llama-4-license-2025": ("llama4-aup", "use-policy"),
    "ltxv-owl-2025-04-17": ("ltxv-owl-2025-04-17", "vendor-community"),
    "ltxv-owl-2025-05-05": ("ltxv-owl-2025-05-05", "vendor-community"),
    "mdl-2021": ("mdl-2021", "source-available"),
    "moonshot-ai-modified-mit-2025": ("kimi-modified-mit", None),
    "nvidia-model-training-2025": ("nvidia-model-training-2025", "vendor-community"),
    "nvidia-open-model-2025-04-28": ("nvidia-open-model-2025-04-28", None),
    "open-weights-permissive-1.0.0": ("open-weights-permissive-1.0.0", "permissive"),
    "openatom-model-1.0": ("openatom-model-1.0", "vendor-community"),
    "playground-v2-community": ("playground-v2-community", "vendor-community"),
    "qwen-2024": ("qwen-2024", None),
    "responsible-ai-source-1.0": ("responsible-ai-source-1.0", "responsible-use"),
    "responsible-ai-source-1.1": ("responsible-ai-source-1.1", "responsible-use"),
    "stability-ai-community-2024": ("stability-ai-community-2024", None),
    "stability-ai-nc-2023-12-06": ("stability-nc-research", None),
    "stable-diffusion-2022-08-22": ("creativeml-openrail-m", None),
    "tencent-hunyuan-3d-2.0-cla": ("tencent-hunyuan-3d-2", None),
    "the-stack-tos-2023-07": ("the-stack-tos", "data"),
    "tongyi-qianwen-2023": ("tongyi-qianwen", None),
}
LICENSEDB_CATEGORIES = {
    "Permissive": "permissive",
    "Public Domain": "permissive",
    "Copyleft": "copyleft",
    "Copyleft Limited": "copyleft",
}

# Licences whose SPDX text gets a fingerprint beside those of STANDARD.
HUB_TEXTS = frozenset({"artistic-2.0", "lppl-1.3c", "ms-pl", "ofl-1.1", "lgpl-lr", "c-uda"})
MORE_TEXTS = (
    "O-UDA-1.0",
    "Artistic-1.0",
    "BSD-4-Clause",
    "BUSL-1.1",
    "CC-BY-1.0",
    "CC-BY-NC-2.5",
    "CC-BY-NC-ND-2.0",
    "CC-BY-NC-ND-2.5",
    "CC-BY-NC-SA-2.5",
    "CC-BY-ND-3.0",
    "CC-BY-SA-2.0",
    "CC-BY-SA-2.5",
    "Elastic-2.0",
    "LGPL-2.0-only",
    "MPL-1.1",
    "O-UDA-1.0",
    "PolyForm-Noncommercial-1.0.0",
    "PolyForm-Small-Business-1.0.0",
    "Python-2.0",
    "UPL-1.0",
)
# Who alone grants a licence, where others have taken over the words for licences of their own.
LICENSORS = {"mpi-research": "max-planck", "openpose": "carnegie mellon"}
# How texts without an openly licensed reference call themselves; a text so titled is said to bear
# the title, no more.
TITLES = {
    "apple-amlr": "apple machine learning research model",
    "dbrx": "databricks open model license",
    "deepfloyd-if-license": "deepfloyd if license agreement",
    "dinov3": "dinov3 license",
    "exaone-1.2-nc": "exaone ai model license agreement 1.2 nc",
    "fair-noncommercial-research-license": "fair noncommercial research license",
    "flux-dev-2.0": "flux dev non commercial license v2.0",
    "grok2-community": "grok 2 community license agreement",
    "kanana-open-2025-07-17": "kanana open license agreement",
    "k-exaone": "k exaone ai model license agreement",
    "llama3": "meta llama 3 community license agreement",
    "mistral-mrl-0.1": "mistral ai research license",
    "mistral-mnpl-0.1": "mistral ai non production license",
    "openmdw-1.1": "openmdw license agreement version 1.1",
    "opt-175b": "opt 175b license agreement",
    "qwen-research": "qwen research license agreement",
    "sam": "sam license",
    "solar-apache-2.0": "solar apache license",
    "tencent-hunyuan-large": (
        "tencent hunyuan community license agreement tencent hunyuan large release date"
    ),
    "tongyi-qianwen-research": "tongyi qianwen research license agreement",
}
# CDLA-Permissive-1.0, section 3.4, which the terms research leaves out.
NO_DUTIES_ON_RESULTS = {
    "id": "reaches-model",
    "value": "no",
    "clause": "3.4",
}
