"""The licence text that is served beside each data set, as LICENSE.txt."""

CC_BY_4_DIGITS = """\
Optical Recognition of Handwritten Digits
E. Alpaydin, C. Kaynak. UCI Machine Learning Repository, 1998.
https://doi.org/10.24432/C50P49

This data set is licensed under the Creative Commons Attribution 4.0
International licence (CC BY 4.0). You may share and adapt it for any purpose,
if you give appropriate credit. The licence in full:
https://creativecommons.org/licenses/by/4.0/legalcode

Changes made here: the 1,797 images of the source's test file, as scikit-learn
brings them, were split into a training and a held-out part, put in random
order and compressed. No pixel was changed.
"""

MIT_FASHION = """\
Fashion-MNIST, https://github.com/zalandoresearch/fashion-mnist

The MIT License (MIT) Copyright (c) 2017 Zalando SE, https://tech.zalando.com

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
